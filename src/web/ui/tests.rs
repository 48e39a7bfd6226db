use crate::domain::food::Category;
use crate::domain::food::StorageClass;
use jiff::civil::date;
use maud::{Markup, Render, html};

use super::form::FieldKind;
use super::*;
use crate::app::Field;
use crate::t;
use crate::words::{Lang, Words};

fn italian() -> Words {
    Words::of(Lang::It)
}

fn text(component: impl Render) -> String {
    component.render().into_string()
}

/// Every component once, as a screen would use it.
fn all_components(w: Words) -> Markup {
    let stops = vec![
        ListedStop::new("Conad Codogno", "14:05").detail("Carica 6 casse").state(StopState::Done),
        ListedStop::new("Caritas Maleo", "14:30")
            .state(StopState::Now)
            .href("/driver/stops/2")
            .badge(Badge::new(Tone::Warning, "da controllare")),
        ListedStop::new("Chiuso", "15:00").state(StopState::Skipped),
        ListedStop::new("Sala parrocchiale", "15:20"),
    ];
    html! {
        (ErrorSummary { words: w, errors: vec![(Field::Note.into(), t!(w, "wrong-missing"))] })
        (Notice::info("a")) (Notice::success("b")) (Notice::warning("c"))
        (Notice::danger("d").then(html! { a href="/" { "e" } }))
        (Progress { words: w, label: "Giro".into(), done: 3, total: 8 })
        (cold_clock(w, 0))
        (StopList { words: w, stops })
        (Card::new(html! { p { "x" } }).title("Card").icon(Icon::Shop).href("/donor").now(true))
        (Section { title: "Sezione".into(), aside: Some(html! { (Badge::estimate(w)) }), body: html! {
            (Stats(vec![StatTile::new("12", "lotti"), StatTile::new("3", "allarmi").tone(Tone::Danger)]))
        } })
        (DefinitionList(vec![("Via".into(), html! { "Roma 1" })]))
        (LotRow::new(w, "dairy", "Yogurt", 6).detail("da Conad").badge(Badge::storage(w, StorageClass::Chilled))
            .badge(Badge::estimate(w)))
        (Table {
            caption: "Per punto".into(),
            columns: vec!["Punto".into(), "Casse".into()],
            rows: vec![vec![Cell::text("Maleo"), Cell::amount("12")]],
            keep_shape: false,
        })
        (BarChart { words: w, title: "kg per persona".into(), bars: vec![
            Bar { label: "Maleo".into(), size: 12, value: "1,2 kg".into(), target: Some((20, "2,0 kg".into())) },
        ] })
        (Timeline(vec![TimelineEvent {
            when: "14:05".into(), what: "Ritirato".into(), detail: None, icon: Icon::Truck, tone: Tone::Neutral,
        }]))
        (QrCode { text: "https://girofresco.example/entra/ABCD2345", label: "Entra" })
        (EmptyState::new(Icon::Truck, "Nessun giro").next_step("x").link("/driver", "y"))
        (Disclosure { summary: "Manca qualcosa".into(), icon: Some(Icon::Minus), open: false, body: html! { "z" } })
        (CallButton { words: w, name: "Conad Lodi", phone: "+39 0371 12-34" })
        (NavigateButton { words: w, latitude: 45.31, longitude: 9.5 })
        (PageButton { words: w, act: PageAct::Copy("giro".into()) })
        (PageButton { words: w, act: PageAct::Share("giro".into()) })
        (PageButton { words: w, act: PageAct::Print })
        (LinkButton::new("/driver", "Giro").icon(Icon::List).emphasis(Emphasis::Quiet))
        (LiveRegion { id: "live-day", url: "/coordinator/day", event: "day", seconds: 60, body: html! {} })
        (ActForm::new("/donor/announce", "id-1", html! {
            (InputField::new(FieldKind::Text, Field::Note, "Nota").hint("Breve").error(Some("Serve".into())).required().max_length(200))
            (InputField::new(FieldKind::LongText, Field::Notes, "Racconto").value("</textarea><b>"))
            (InputField::new(FieldKind::Code, Field::Code, t!(w, "login-code-label")))
            (Select { name: Field::Town.into(), label: "Paese".into(), options: vec![("1".into(), "Lodi".into())], chosen: "1".into(), error: None })
            (NumberStepper::new(w, Field::Families, "Famiglie").value(3).error(None))
            (CategoryTile::new(w, Category::Bread).value(3))
            (TemperatureInput::new(w, Field::Temperature, t!(w, "temperature-question")).typed("-18,2").below_zero())
            (ChoiceTiles::new(Field::Why, t!(w, "point-reject-why"), vec![
                Choice::new("too-warm", t!(w, "reject-too-warm")).icon(Icon::Thermometer),
                Choice::new("other", t!(w, "reject-other")).detail("x"),
            ]))
            (DateChooser { words: w, name: Field::Day.into(), question: "Quando?".into(), today: date(2026, 11, 25), first: date(2026, 11, 25),
                days: 4, chosen: Some(date(2026, 12, 24)), required: true, hint: None, error: None })
            (Checkbox { name: Field::Lot.into(), value: "1".into(), label: "Tutto".into(), ticked: true })
            (PhotoInput { words: w, name: Field::Photo.into(), error: None })
            (ActionBar { body: html! { (Button::primary("Annuncia").icon(Icon::Check)) } })
        }).with_file())
        (Toast { message: "Fatto".into() })
    }
}

fn cold_clock(words: Words, now_ms: i64) -> ColdClock {
    ColdClock {
        words,
        started_ms: -5_400_000,
        warn_ms: 600_000,
        deadline_ms: 1_500_000,
        now_ms,
        deadline: "14:20".into(),
    }
}

fn whole_page(w: Words) -> String {
    text(
        Page::new(w, "Oggi", all_components(w))
            .tab(Tab::CoordinatorAlarms)
            .count(Tab::CoordinatorAlarms, 3)
            .person("Ada <script>alert(1)</script>")
            .other_audiences(vec![Audience::Driver])
            .back("/coordinator", t!(w, "navigate"))
            .demo(Some(DemoBanner { zone: "Europe/Rome".into(), time: "08:00".into() }))
            .clock(PageClock {
                now_ms: 1_000,
                midnight_ms: None,
                speed: 1.0,
                server_decides: true,
            })
            .live("/coordinator/events")
            .path("/coordinator/alarms?x=1")
            .toasts(html! {
                (UndoToast { words: w, message: t!(w, "undo-done"), action: "/undo".into(), of: "id-1".into(), op_id: "id-2".into(), seconds: 10 })
            }),
    )
}

/// The value of an attribute in each tag that has it.
fn attribute<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    page.match_indices(&mark)
        .filter_map(|(at, _)| page.get(at + mark.len()..).and_then(|rest| rest.split('"').next()))
        .collect()
}

#[test]
fn a_page_is_one_document_that_obeys_its_own_policy() {
    for lang in Lang::ALL {
        let page = whole_page(Words::of(lang));
        assert_eq!(page.matches("<html").count(), 1);
        assert_eq!(page.matches("<h1").count(), 1);
        assert!(page.starts_with("<!DOCTYPE html>"));
        assert!(page.contains(&format!("<html lang=\"{}\"", lang.code())));
        assert!(attribute(&page, "style").is_empty());
        assert!(!page.contains("<style"));
        assert_eq!(page.matches("<script").count(), attribute(&page, "src").len());
        for forbidden in [" onclick=", " onsubmit=", " hx-on", "javascript:"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn what_a_person_typed_is_never_markup() {
    let page = whole_page(italian());
    assert!(page.contains("Ada &lt;script&gt;"));
    assert!(page.contains("&lt;/textarea&gt;&lt;b&gt;"));
}

#[test]
fn no_message_is_missing_anywhere() {
    for lang in Lang::ALL {
        assert!(!whole_page(Words::of(lang)).contains("No localization for id"));
    }
}

#[test]
fn every_label_and_description_leads_to_something_on_the_page() {
    let page = whole_page(italian());
    let ids = attribute(&page, "id");
    let mut seen = std::collections::BTreeSet::new();
    for id in &ids {
        assert!(seen.insert(*id), "{id} is there twice");
    }
    for name in ["for", "aria-controls", "data-reveals"] {
        let wanted = attribute(&page, name);
        assert!(!wanted.is_empty(), "{name}");
        for id in wanted {
            assert!(ids.contains(&id), "{name} {id}");
        }
    }
    for ids_wanted in attribute(&page, "aria-describedby") {
        for id in ids_wanted.split(' ') {
            assert!(ids.contains(&id), "{id}");
        }
    }
}

#[test]
fn an_error_belongs_to_its_field() {
    let field = text(InputField::new(FieldKind::Text, Field::Note, "Nota").error(Some("Serve".into())));
    assert!(field.contains("<label for=\"note\">Nota</label>"));
    assert!(field.contains("aria-invalid=\"true\" aria-describedby=\"note-error\""));
    assert!(field.contains("<p class=\"error\" id=\"note-error\">"));
    let fine = text(InputField::new(FieldKind::Text, Field::Note, "Nota"));
    assert!(!fine.contains("aria-invalid") && !fine.contains("aria-describedby"));
}

#[test]
fn an_act_carries_its_id_and_waits_for_the_time_of_the_tap() {
    let form = text(ActForm::new("/x", "id-1", html! {}));
    assert!(form.contains("method=\"post\" action=\"/x\" data-act"));
    assert!(form.contains("<input type=\"hidden\" name=\"op_id\" value=\"id-1\">"));
    assert!(form.contains("<input type=\"hidden\" name=\"occurred_at\" value=\"\">"));
    assert!(!form.contains("hx-"));
}

#[test]
fn the_cold_clock_says_when_and_how_long() {
    let w = italian();
    let fine = text(cold_clock(w, 0));
    assert!(fine.contains("data-state=\"fine\""));
    assert!(fine.contains(">Consegna entro le 14:20 (25 minuti).<"));
    assert!(fine.contains("data-many=\"Consegna entro le 14:20 (# minuti).\""));
    assert!(fine.contains("data-one=\"Consegna entro le 14:20 (1 minuto).\""));
    assert!(text(cold_clock(w, 600_000)).contains("data-state=\"warn\""));
    let late = text(cold_clock(w, 1_500_000));
    assert!(late.contains("data-state=\"late\"") && late.contains(">Tempo scaduto alle 14:20."));
}

#[test]
fn a_temperature_is_filled_in_as_people_type_it() {
    let input = text(TemperatureInput::new(italian(), Field::Temperature, "Gradi").typed("-18,2"));
    assert!(input.contains("value=\"-18,2\""));
    assert!(!input.contains("data-sign"));
}

#[test]
fn a_day_beyond_the_chips_is_in_the_date_input() {
    let chooser = |chosen| {
        text(DateChooser {
            words: italian(),
            name: Field::Day.into(),
            question: "Quando?".into(),
            today: date(2026, 11, 25),
            first: date(2026, 11, 25),
            required: true,
            hint: None,
            days: 3,
            chosen,
            error: None,
        })
    };
    let near = chooser(Some(date(2026, 11, 26)));
    assert!(near.contains("value=\"2026-11-26\" required checked>"));
    let far = chooser(Some(date(2026, 12, 24)));
    assert!(far.contains("value=\"other\" checked"));
    assert!(far.contains("aria-label=\"Un altro giorno\" value=\"2026-12-24\""));
}

#[test]
fn a_call_dials_the_digits_alone() {
    let button = text(CallButton { words: italian(), name: "Conad Lodi", phone: "+39 0371 12-34" });
    assert!(button.contains("href=\"tel:+3903711234\""));
    assert!(button.contains("aria-label=\"Chiama Conad Lodi\""));
}

#[test]
fn bars_keep_to_their_rail() {
    let chart = text(BarChart {
        words: italian(),
        title: "kg".into(),
        bars: vec![
            Bar { label: "a".into(), size: 5, value: "5".into(), target: Some((10, "10".into())) },
            Bar { label: "b".into(), size: -3, value: "0".into(), target: None },
        ],
    });
    assert_eq!(attribute(&chart, "width"), ["1000", "500", "1000", "0"]);
    assert!(chart.contains("obiettivo 10"));
    let empty = text(BarChart { words: italian(), title: "kg".into(), bars: vec![] });
    assert!(!empty.contains("rect"));
}

#[test]
fn every_tab_leads_into_its_own_audience_and_only_one_is_lit() {
    for audience in [Audience::Donor, Audience::Driver, Audience::Point, Audience::Coordinator] {
        for tab in audience.tabs() {
            assert_eq!(tab.audience(), audience);
            assert!(tab.href().starts_with(audience.home()));
            let page = text(Page::new(italian(), "x", html! {}).tab(*tab));
            assert_eq!(attribute(&page, "aria-current").iter().filter(|v| **v == "page").count(), 1);
        }
    }
}

#[test]
fn a_page_before_the_login_has_no_tabs_and_no_way_out() {
    let page = text(Page::new(italian(), t!(italian(), "login-title"), html! {}));
    assert!(!page.contains("class=\"tabs\""));
    assert!(!page.contains("/logout"));
    assert!(!page.contains("sse.min.js"));
}

#[test]
fn a_code_too_long_for_a_camera_shows_nothing() {
    assert_eq!(text(QrCode { text: &"x".repeat(5000), label: "x" }), "");
    assert!(text(QrCode { text: "x", label: "Entra" }).contains("aria-label=\"Entra\""));
}
