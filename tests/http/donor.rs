//! The shop's screens, as a shop sees them.

use crate::support;
use crate::support::world::{Answer, DAY, World, crates_of, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use girofresco::app::stop::StopReport;
use girofresco::domain::food::{Category, Shelf};
use girofresco::domain::id::OpId;
use girofresco::domain::lot::Lot;
use girofresco::domain::quantity::Crates;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::io::Cursor;

async fn shop() -> World {
    world(support::sqlite().await).await
}

async fn lots_of_day(world: &World) -> Vec<Lot> {
    world.store.reader(world.area).await.unwrap().db().lots_of_day(DAY).await.unwrap()
}

async fn pick_up(world: &World) {
    let driver = world.actor("driver").clone();
    world.app.complete_stop(&driver, world.act(), world.stops[0], StopReport::default()).await.unwrap();
}

/// A tag of the page, by a mark that only it has.
fn tag<'a>(page: &'a str, mark: &str) -> &'a str {
    let at = page.find(mark).unwrap_or_else(|| panic!("{mark} is not on the page"));
    let start = page[..at].rfind('<').unwrap();
    let end = page[at..].find('>').unwrap() + at;
    &page[start..=end]
}

fn followed(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.clone().expect("a location")
}

/// The field with a fault: its control says so, and the page's summary leads to it.
fn has_fault(answer: &Answer, field: &str, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.op_ack.is_some(), "a phone must not send it again");
    assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field} is not in the summary");
    assert!(answer.body.contains(&format!("id=\"{field}\"")), "{field} is not on the page");
    assert!(answer.body.contains(words), "{words}");
}

#[tokio::test]
async fn the_day_says_who_comes_and_when() {
    let world = shop().await;
    let page = world.get("donor", "/donor").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Passiamo tra le 08:00 e le 09:00."), "{}", page.body);
    assert!(page.body.contains("Viene Prova driver con Furgone Prova."));
    assert!(page.body.contains("href=\"tel:0000000\""));
    assert!(page.body.contains("aspetta il ritiro"));
    assert!(!page.body.contains("Yogurt e formaggi"), "another shop's lot");
    pick_up(&world).await;
    let after = world.get("donor", "/donor").await;
    assert!(after.body.contains("Ritirato alle 08:00. Grazie!"));
    assert!(after.body.contains("3 casse ritirate (08:00)"));
    assert!(!after.body.contains("/reduce"), "what is on board cannot be changed");
}

#[tokio::test]
async fn a_late_vehicle_is_said_before_it_is_there() {
    let world = shop().await;
    world.set(9, 5);
    let page = world.get("donor", "/donor").await;
    assert!(page.body.contains("35 minuti di ritardo"), "{}", page.body);
    assert!(page.body.contains("Passiamo tra le 09:00 e le 09:30."));
}

#[tokio::test]
async fn tiles_become_lots_and_can_be_taken_back() {
    let world = shop().await;
    let fields = [("crates-bread", "4"), ("crates-poultry", "2"), ("date-poultry", "2026-11-27"), ("note", "Suonare")];
    let answer = world.post("donor", "/donor/announce", &fields).await;
    let next = followed(&answer);
    assert!(next.starts_with("/donor?done="), "{next}");
    let lots = lots_of_day(&world).await;
    let new: Vec<_> = lots[3..].iter().map(|lot| (lot.category, lot.crates, lot.shelf.date())).collect();
    let tomorrow = Some(date(2026, 11, 27));
    assert_eq!(new, [(Category::Bread, Crates(4), None), (Category::Poultry, Crates(2), tomorrow)]);
    assert_eq!(lots[3].ready_until, world.at(19, 0), "until the shop closes");
    let page = world.get("donor", &next).await;
    assert!(page.body.contains("Annunciate 6 casse per oggi."));
    assert!(page.body.contains("aspetta il ritiro"));
    assert!(page.body.contains("2 lotti non hanno ancora un giro"), "they came after the plan: {}", page.body);
    let op = next.split("done=").nth(1).unwrap();
    let undo = world.post("donor", &format!("/acts/{op}/undo?back=/donor"), &[]).await;
    assert_eq!(followed(&undo), "/donor");
    assert_eq!(crates_of(&world, lots[3].id).await.get("donor"), None);
    let page = world.get("donor", "/donor").await;
    assert!(!page.body.contains("4 casse"), "what was taken back is gone from the page");
}

#[tokio::test]
async fn every_fault_is_at_its_field_and_what_was_typed_is_kept() {
    let world = shop().await;
    let long = "x".repeat(1_200);
    let fields = [
        ("crates-bread", "900"),
        ("crates-dairy", "2"),
        ("date-dairy", "other"),
        ("date-dairy-other", "2026-02-30"),
        ("crates-meat", "-3"),
        ("crates-dry", "5"),
        ("kg-dry", "tanti"),
        ("date-dry", "2027-01-01"),
        ("until", "25:00"),
        ("note", &long),
    ];
    let answer = world.post("donor", "/donor/announce", &fields).await;
    has_fault(&answer, "crates-bread", "al massimo 500");
    has_fault(&answer, "date-dairy", "Scrivi una data valida.");
    has_fault(&answer, "crates-meat", "almeno 1");
    has_fault(&answer, "kg-dry", "Scrivi un numero.");
    has_fault(&answer, "until", "Scrivi un'ora valida");
    has_fault(&answer, "note", "al massimo 1000 caratteri");
    assert!(tag(&answer.body, "id=\"crates-bread\"").contains("value=\"900\""));
    assert!(tag(&answer.body, "id=\"crates-dry\"").contains("value=\"5\""));
    assert!(tag(&answer.body, "id=\"kg-dry\"").contains("value=\"tanti\""));
    assert!(answer.body.contains(&long));
    assert_eq!(lots_of_day(&world).await.len(), 3, "nothing was kept");
    let nothing = world.post("donor", "/donor/announce", &[("crates-bread", "0")]).await;
    has_fault(&nothing, "lots", "Scegli almeno una cosa.");
}

#[tokio::test]
async fn a_use_by_date_that_is_past_is_refused_and_a_best_before_date_is_not() {
    let world = shop().await;
    let past = [("crates-dairy", "1"), ("date-dairy", "other"), ("date-dairy-other", "2026-11-25")];
    has_fault(&world.post("donor", "/donor/announce", &past).await, "date-dairy", "Questa data è passata.");
    let best = [("crates-dry", "1"), ("date-dry", "other"), ("date-dry-other", "2026-11-20")];
    let next = followed(&world.post("donor", "/donor/announce", &best).await);
    assert!(world.get("donor", &next).await.body.contains("già passato"));
}

#[tokio::test]
async fn the_same_tap_twice_counts_once() {
    let world = shop().await;
    let op = world.app.machine().id::<OpId>().to_string();
    for _ in 0..2 {
        let answer = world.post("donor", "/donor/announce", &[("op_id", &op), ("crates-bread", "1")]).await;
        assert_eq!(answer.op_ack.as_deref(), Some(op.as_str()));
        followed(&answer);
    }
    assert_eq!(lots_of_day(&world).await.len(), 4);
}

#[tokio::test]
async fn a_date_that_nobody_can_mean_is_refused_and_another_year_is_shown() {
    let world = shop().await;
    let announce = async |food: &str, date: &str| {
        let (crates, field) = (format!("crates-{food}"), format!("date-{food}"));
        let other = format!("{field}-other");
        world.post("donor", "/donor/announce", &[(&crates, "1"), (&field, "other"), (&other, date)]).await
    };
    for (food, odd) in [
        ("dairy", "2099-11-27"),
        ("dairy", "2027-11-27"),
        ("dry", "2001-05-26"),
        ("dry", "1926-11-26"),
        ("dry", "2099-05-26"),
    ] {
        let words = "Controlla il giorno e l'anno. Va bene dal ";
        has_fault(&announce(food, odd).await, &format!("date-{food}"), words);
    }
    has_fault(&announce("dairy", "2001-11-27").await, "date-dairy", "Questa data è passata.");
    has_fault(&announce("dairy", "27/11").await, "date-dairy", "Scrivi una data valida");
    followed(&announce("dairy", "27/11/2026").await);
    let next = followed(&announce("dry", "2027-05-26").await);
    let lots = lots_of_day(&world).await;
    assert_eq!(lots[3].shelf.date(), Some(date(2026, 11, 27)), "as people write it");
    let traced = world.get("coordinator", &format!("/coordinator/lots/{}", lots[4].id)).await.body;
    for page in [world.get("donor", &next).await.body, traced] {
        assert!(page.contains("Meglio entro mer 26/5/2027"), "{page}");
    }
}

#[tokio::test]
async fn nothing_today_is_one_tap_and_can_be_taken_back() {
    let world = shop().await;
    let tomorrow = world.zone.start_of(date(2026, 11, 27)) + girofresco::domain::quantity::Seconds(8 * 3600);
    world.app.machine().clock.set(tomorrow);
    let fresh = world.get("donor", "/donor").await;
    assert!(fresh.body.contains("Hai cibo da donare oggi?"));
    assert!(fresh.body.contains("Niente oggi") && fresh.body.contains("Come ieri"));
    let next = followed(&world.post("donor", "/donor/nothing", &[]).await);
    let said = world.get("donor", &next).await;
    assert!(said.body.contains("Va bene, oggi niente. Grazie di avercelo detto!"));
    assert!(!said.body.contains("action=\"/donor/nothing\""));
    let op = next.split("done=").nth(1).unwrap();
    followed(&world.post("donor", &format!("/acts/{op}/undo?back=/donor"), &[]).await);
    assert!(world.get("donor", "/donor").await.body.contains("Hai cibo da donare oggi?"));
}

#[tokio::test]
async fn a_shop_that_is_not_collected_today_is_asked_about_the_day_it_is() {
    let world = shop().await;
    // After it closed on a Friday, and on a Saturday before a day on which it does not open.
    for (now, asked, spoken) in [
        (date(2026, 11, 27).at(19, 30, 0, 0), "domani", "2026-11-28"),
        (date(2026, 11, 28).at(20, 0, 0, 0), "lunedì 30 novembre", "2026-11-30"),
    ] {
        world.app.machine().clock.set(world.zone.instant(now.date(), now.time()));
        let page = world.get("donor", "/donor").await.body;
        for words in [&format!("Hai cibo da donare {asked}?"), &format!("Niente {asked}"), &format!("Per {asked}")] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("oggi?") && !page.contains("Niente oggi"), "{page}");
        let form = world.get("donor", "/donor/announce").await.body;
        let bar = &form[form.find("class=\"action-bar\"").unwrap()..];
        assert!(bar.contains(&format!(">Per {asked}<")), "the day stands above the button: {bar}");
        assert!(form.contains(&format!("Hai cibo da donare {asked}?")));
        let next = followed(&world.post("donor", "/donor/announce", &[("crates-bread", "2")]).await);
        assert!(world.get("donor", &next).await.body.contains(&format!("Annunciate 2 casse per {asked}.")));
        let op = next.split("done=").nth(1).unwrap();
        followed(&world.post("donor", &format!("/acts/{op}/undo?back=/donor"), &[]).await);
        let next = followed(&world.post("donor", "/donor/nothing", &[("date", spoken)]).await);
        let said = world.get("donor", &next).await.body;
        assert!(said.contains(&format!("Va bene, {asked} niente.")) && said.contains(&format!("Niente {asked}: lo")));
        let said = world
            .store
            .reader(world.area)
            .await
            .unwrap()
            .db()
            .announcements_of(world.shop, DAY, date(2026, 12, 1))
            .await;
        let nothing = said.unwrap().into_iter().find(|one| one.nothing).unwrap();
        assert_eq!(nothing.date.to_string(), spoken);
    }
}

/// Whether any choice of a question of dates is made already.
fn is_answered(page: &str, field: &str) -> bool {
    page.split("<input").any(|input| {
        let tag = input.split('>').next().unwrap_or_default();
        tag.contains(&format!("name=\"{field}\"")) && tag.contains(" checked")
    })
}

#[tokio::test]
async fn as_yesterday_fills_the_tiles_and_asks_for_the_dates_again() {
    let world = shop().await;
    let tomorrow = world.zone.start_of(date(2026, 11, 27)) + girofresco::domain::quantity::Seconds(8 * 3600);
    world.app.machine().clock.set(tomorrow);
    let form = world.get("donor", "/donor/announce?like=yesterday").await;
    assert!(tag(&form.body, "id=\"crates-bread\"").contains("value=\"3\""));
    assert!(tag(&form.body, "id=\"crates-dairy\"").contains("value=\"2\""));
    let empty = world.get("donor", "/donor/announce").await;
    assert!(tag(&empty.body, "id=\"crates-bread\"").contains("value=\"0\""));
    for page in [&form.body, &empty.body] {
        assert!(is_answered(page, "date"), "the day itself is known");
        for category in Category::ALL {
            assert!(!is_answered(page, &format!("date-{category}")), "nobody said the date of {category}");
        }
    }
}

#[tokio::test]
async fn a_date_that_nobody_said_is_to_be_read_on_the_label() {
    let world = shop().await;
    let fields = [("crates-deli", "2"), ("crates-cheese", "1"), ("crates-bread", "1")];
    let next = followed(&world.post("donor", "/donor/announce", &fields).await);
    let shelves: BTreeMap<_, _> = lots_of_day(&world).await[3..].iter().map(|lot| (lot.category, lot.shelf)).collect();
    assert_eq!(shelves[&Category::Deli], Shelf::UnreadUseBy);
    assert_eq!(shelves[&Category::Cheese], Shelf::UnreadBestBefore);
    assert_eq!(shelves[&Category::Bread], Shelf::Undated);
    let page = world.get("donor", &next).await.body;
    assert!(page.contains("Scadenza da leggere sull'etichetta"), "{page}");
    assert!(page.contains("«Meglio entro» da leggere sull'etichetta"));
    let lot = lots_of_day(&world).await.into_iter().find(|lot| lot.category == Category::Deli).unwrap();
    let trace = world.get("coordinator", &format!("/coordinator/lots/{}", lot.id)).await.body;
    assert!(trace.contains("Scadenza da leggere sull'etichetta"), "{trace}");
}

#[tokio::test]
async fn a_lot_is_lowered_or_withdrawn_until_it_is_on_board() {
    let world = shop().await;
    let (bread, dairy) = (world.lots[0].id, world.lots[1].id);
    let (field, address) = (format!("crates-{bread}"), format!("/donor/lots/{bread}/reduce"));
    let more = world.post("donor", &address, &[(&field, "7")]).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(more.body.contains("al massimo 2"));
    assert!(tag(&more.body, &format!("id=\"{field}\"")).contains("value=\"7\""));
    followed(&world.post("donor", &address, &[(&field, "1")]).await);
    assert_eq!(crates_of(&world, bread).await["donor"], 1);
    followed(&world.post("donor", &address, &[(&field, "0")]).await);
    assert!(world.get("donor", "/donor").await.body.contains("2 casse: le hai tolte tu"));
    pick_up(&world).await;
    let address = format!("/donor/lots/{dairy}/reduce");
    let late = world.post("donor", &address, &[(&format!("crates-{dairy}"), "0")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.op_ack.is_some());
    assert!(late.body.contains("Il lotto 2 è già partito. Chiama il coordinatore."));
}

#[tokio::test]
async fn other_shops_and_their_lots_stay_theirs() {
    let world = shop().await;
    let (cheese, other) = (world.lots[2].id, world.other_shop);
    let field = format!("crates-{cheese}");
    let lot = world.post("donor", &format!("/donor/lots/{cheese}/reduce"), &[(&field, "0")]).await;
    assert_eq!(lot.status, StatusCode::NOT_FOUND);
    assert_eq!(crates_of(&world, cheese).await["donor"], 4);
    for (path, status) in [
        (format!("/donor?site={other}"), StatusCode::FORBIDDEN),
        (format!("/donor/history?site={other}"), StatusCode::FORBIDDEN),
        (format!("/donor?site={}", world.point), StatusCode::NOT_FOUND),
        (format!("/donor?site={}", world.app.machine().id::<OpId>()), StatusCode::NOT_FOUND),
        ("/donor?site=%F0%28".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(world.get("donor", &path).await.status, status, "{path}");
    }
    let act = world.post("donor", &format!("/donor/announce?site={other}"), &[("crates-bread", "1")]).await;
    assert_eq!(act.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get("point", "/donor").await.status, StatusCode::FORBIDDEN);
    assert_eq!(lots_of_day(&world).await.len(), 3);
}

#[tokio::test]
async fn a_coordinator_announces_for_any_shop_and_stays_with_it() {
    let world = shop().await;
    let at = format!("site={}", world.other_shop);
    let page = world.get("coordinator", &format!("/donor?{at}")).await;
    assert!(page.body.contains("Discount Prova"));
    assert!(page.body.contains(&format!("href=\"/donor/announce?{at}\"")), "tabs stay with the shop");
    let form = world.get("coordinator", &format!("/donor/announce?{at}")).await;
    assert!(form.body.contains(&format!("action=\"/donor/announce?{at}\"")));
    let answer = world.post("coordinator", &format!("/donor/announce?{at}"), &[("crates-bread", "6")]).await;
    assert!(followed(&answer).starts_with(&format!("/donor?{at}&done=")));
    assert_eq!(lots_of_day(&world).await[3].site, world.other_shop);
}

#[tokio::test]
async fn nonsense_gets_a_page_and_keeps_nothing() {
    let world = shop().await;
    let huge = "n".repeat(10 * 1024 * 1024);
    let note = world.post("donor", "/donor/announce", &[("crates-bread", "1"), ("note", &huge)]).await;
    assert_eq!(note.status, StatusCode::PAYLOAD_TOO_LARGE);
    let form = Form::new(&world).text("crates-bread", "1").text("note", &huge);
    let note = form.send(&world).await;
    has_fault(&note, "note", "al massimo 1000 caratteri");
    assert!(note.body.len() < 200_000);
    let broken = Request::post("/donor/announce")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(&b"op_id=1&note=%FF%FE"[..]));
    assert_eq!(world.send("donor", broken.unwrap()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let bare = Request::post("/donor/announce").body(Body::empty()).unwrap();
    assert_eq!(world.send("donor", bare).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = world.post("donor", "/donor/lots/nessuno/reduce", &[("crates-nessuno", "0")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(lots_of_day(&world).await.len(), 3);
}

#[tokio::test]
async fn pages_work_without_scripts_and_fragments_are_only_for_them() {
    let world = shop().await;
    let form = world.get("donor", "/donor/announce").await;
    assert!(!form.body.contains("hx-post"));
    let sends = tag(&form.body, "enctype=\"multipart/form-data\"");
    assert!(sends.contains("method=\"post\" action=\"/donor/announce\""), "{sends}");
    let opened = world.get("donor", "/donor/visit").await;
    assert_eq!(followed(&opened), "/donor");
    let asked = Request::get("/donor/visit").header("hx-request", "true").body(Body::empty()).unwrap();
    let fragment = world.send("donor", asked).await;
    assert!(fragment.body.contains("Passiamo tra le") && !fragment.body.contains("<html"));
}

#[tokio::test]
async fn pickups_and_history_say_what_was_given_and_where_it_went() {
    let world = shop().await;
    let planned = world.get("donor", "/donor/pickups").await;
    assert!(planned.body.contains("In programma") && planned.body.contains("dalle 08:00 alle 09:00"));
    let driver = world.actor("driver").clone();
    for stop in &world.stops {
        world.app.complete_stop(&driver, world.act(), *stop, StopReport::default()).await.unwrap();
    }
    let done = world.get("donor", "/donor/pickups").await;
    assert!(done.body.contains("Fatti") && done.body.contains("5 casse, 28,0 kg"), "{}", done.body);
    assert!(done.body.contains("Prova driver, Furgone Prova"));
    let line = |lot: &Lot| girofresco::app::check_in::CheckLine {
        lot: lot.id,
        from: None,
        crates: lot.crates,
        verdict: Ok(()),
    };
    let check = girofresco::app::check_in::CheckIn {
        lines: vec![line(&world.lots[0])],
        ..girofresco::app::check_in::CheckIn::default()
    };
    world.app.check_in(world.actor("point"), world.act(), world.point, check).await.unwrap();
    let history = world.get("donor", "/donor/history").await;
    assert!(history.body.contains("28,0 kg"), "collected");
    assert!(history.body.contains("Punto Prova, Codogno") && history.body.contains("12,0 kg"), "where it went");
}

/// A form with a file, as a phone sends it.
struct Form(Vec<u8>);

const BOUNDARY: &str = "----phone";

impl Form {
    fn new(world: &World) -> Self {
        Self(Vec::new()).text("op_id", &world.app.machine().id::<OpId>().to_string())
    }

    fn text(self, name: &str, value: &str) -> Self {
        self.part(&format!("name=\"{name}\""), value.as_bytes())
    }

    fn photo(self, bytes: &[u8]) -> Self {
        self.part("name=\"photo\"; filename=\"IMG_1.jpg\"\r\nContent-Type: image/jpeg", bytes)
    }

    fn part(mut self, head: &str, bytes: &[u8]) -> Self {
        self.0.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes());
        self.0.extend(bytes);
        self.0.extend(b"\r\n");
        self
    }

    async fn send(mut self, world: &World) -> Answer {
        self.0.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = Request::post("/donor/announce").header(header::CONTENT_TYPE, kind);
        world.send("donor", request.body(Body::from(self.0)).unwrap()).await
    }
}

/// A picture 40 wide and 20 high that says it lies on its side, and where it was taken.
fn photo_with_place() -> Vec<u8> {
    let mut plain = Vec::new();
    image::RgbImage::from_pixel(40, 20, image::Rgb([200, 120, 40]))
        .write_to(&mut Cursor::new(&mut plain), image::ImageFormat::Jpeg)
        .unwrap();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
        bytes
    };
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(entry(0x0112, 3, 1, 6));
    exif.extend(entry(0x8825, 4, 1, 38));
    exif.extend([0; 4]);
    exif.extend(b"\x01\0");
    exif.extend(entry(0x001b, 2, 16, 56));
    exif.extend([0; 4]);
    exif.extend(b"LODI45.31N9.50E\0");
    let length = u16::try_from(exif.len() + 2).unwrap();
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(&exif);
    bytes.extend(&plain[2..]);
    bytes
}

#[tokio::test]
async fn a_photo_is_turned_upright_and_loses_where_it_was_taken() {
    let world = shop().await;
    let sent = photo_with_place();
    assert!(sent.windows(10).any(|bytes| bytes == b"LODI45.31N"));
    followed(&Form::new(&world).text("crates-bread", "1").photo(&sent).send(&world).await);
    let kept = lots_of_day(&world).await[3].photo.expect("a photo");
    let jpeg = world.app.photo(world.actor("driver"), kept).await.unwrap();
    assert!(!jpeg.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"LODI"));
    let seen = image::load_from_memory(&jpeg).unwrap();
    assert_eq!((seen.width(), seen.height()), (20, 40));
    assert!(world.get("donor", "/donor").await.body.contains(&format!("/photos/{kept}")));
}

#[tokio::test]
async fn a_large_photo_becomes_small() {
    let world = shop().await;
    let mut large = Vec::new();
    image::GrayImage::new(2_400, 1_200).write_to(&mut Cursor::new(&mut large), image::ImageFormat::Png).unwrap();
    followed(&Form::new(&world).text("crates-bread", "1").photo(&large).send(&world).await);
    let kept = lots_of_day(&world).await[3].photo.expect("a photo");
    let seen = image::load_from_memory(&world.app.photo(world.actor("donor"), kept).await.unwrap()).unwrap();
    assert_eq!((seen.width(), seen.height()), (1_600, 800));
}

/// The head of a PNG that says it is this large, with nothing behind it.
fn bomb(side: u32) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend(side.to_be_bytes());
    head.extend(side.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let check = head.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    });
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.extend(head);
    bytes.extend((!check).to_be_bytes());
    bytes.extend(b"\0\0\0\x04IDAT\x78\x9c\x03\0");
    bytes
}

#[tokio::test]
async fn what_is_no_picture_is_said_at_its_field_and_the_rest_is_kept() {
    let world = shop().await;
    for not_a_picture in [b"Hello".to_vec(), bomb(60_000), bomb(11_999), photo_with_place()[..40].to_vec()] {
        let form = Form::new(&world).text("crates-bread", "3").text("note", "Porta sul retro").photo(&not_a_picture);
        let answer = form.send(&world).await;
        has_fault(&answer, "photo", "Non è una foto che so leggere.");
        assert!(tag(&answer.body, "id=\"crates-bread\"").contains("value=\"3\""));
        assert!(answer.body.contains("Porta sul retro"));
    }
    assert_eq!(lots_of_day(&world).await.len(), 3);
}
