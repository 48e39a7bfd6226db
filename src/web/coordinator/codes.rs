//! Codes for many at once: a sheet with a QR code for everybody of a place or a group, to print and hand out.

use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::form::site_options;
use super::people::roles;
use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::people::{Device, Person, Role};
use crate::domain::site::Site;
use crate::t;
use crate::web::context::{Context, percent};
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{Button, Icon, LinkButton, Notice, Page, PageAct, PageButton, QrCode, Tab};

/// The most codes of one sheet.
const MOST: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes.get("/coordinator/codes", coordinator, ask).post("/coordinator/codes", coordinator, sheet)
}

async fn ask(context: Context) -> Result<Response, WebError> {
    let page = form_page(&context, &FormState::new(context.words)).await?;
    context.show(page).await
}

async fn form_page(context: &Context, form: &FormState) -> Result<Page, WebError> {
    let w = context.words;
    let sites = context.web.app.sites(&context.actor).await?;
    let groups = [(String::new(), t!(w, "codes-everybody")), (Role::Driver.to_string(), t!(w, "codes-drivers"))];
    let places = site_options(sites.iter().filter(|site| site.active), |_| true);
    let body = html! {
        form.stack method="post" action="/coordinator/codes" {
            (form.summary())
            (form.select(Field::Site, t!(w, "codes-for"), groups.into_iter().chain(places).collect()))
            (Button::primary(t!(w, "codes-make")).icon(Icon::Phone))
            p.hint { (t!(w, "codes-hint")) }
        }
    };
    let page = context.page(Tab::CoordinatorPeople, t!(w, "codes-title"), body).lead(t!(w, "codes-lead"));
    Ok(page.back("/coordinator/people", t!(w, "people-title")))
}

/// Whom a sheet is for: who has no phone yet, of everybody or of the drivers; everybody of a place.
fn chosen<'p>(people: &'p [Person], devices: &[Device], group: &str) -> Vec<&'p Person> {
    let came_in = |person: &Person| devices.iter().any(|one| one.person == person.id && one.revoked.is_none());
    let drives = |person: &Person| person.grants.iter().any(|grant| grant.role == Role::Driver);
    let at =
        |person: &Person| person.grants.iter().any(|grant| grant.site.is_some_and(|site| site.to_string() == group));
    let driver = group == Role::Driver.word();
    people
        .iter()
        .filter(|person| person.active && !person.grants.is_empty())
        .filter(|person| match group {
            "" => !came_in(person),
            _ if driver => drives(person) && !came_in(person),
            _ => at(person),
        })
        .take(MOST)
        .collect()
}

/// Makes the codes and shows them at once: only their hashes are kept, so no address could show them again.
async fn sheet(context: Context, input: Input) -> Result<Response, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let sites = app.sites(&context.actor).await?;
    let (people, devices) = app.people(&context.actor).await?;
    let ids: Vec<_> = chosen(&people, &devices, input.text(Field::Site)).iter().map(|person| person.id).collect();
    if ids.is_empty() {
        let nobody = Refusal::from(FieldError::new(Field::Site, FieldErrorKind::NobodyToLetIn));
        let form = FormState::refused(w, nobody, input)?;
        return Ok(form.answer(&form_page(&context, &form).await?));
    }
    let made = app.invite_many(&context.actor, &ids).await?;
    let until = made.first().map(|(_, _, until)| context.when(*until)).unwrap_or_default();
    let body = html! {
        (Notice::info(t!(w, "codes-until", time = until)))
        div.line.no-print { (PageButton { words: w, act: PageAct::Print }) }
        div.columns { @for (person, code, _) in &made { (card(&context, person, code, &sites)) } }
    };
    let page = context.page(Tab::CoordinatorPeople, t!(w, "codes-title"), body);
    let page = page.back("/coordinator/codes", t!(w, "codes-title")).path("/coordinator/codes");
    let mut answer = context.show(page).await?.into_response();
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

fn card(context: &Context, person: &Person, code: &str, sites: &[Site]) -> Markup {
    let w = context.words;
    let link = format!("{}/enter/{code}", context.web.public_url);
    let message = t!(w, "codes-message", name = &*person.name, link = &*link, code = code);
    let (left, right) = code.split_at_checked(4).unwrap_or((code, ""));
    html! {
        article.card {
            h3 { (person.name) }
            p.soft { (roles(w, person, sites).join(", ")) }
            p.centred.code-big aria-label=(t!(w, "invite-code")) { span { (left) } " " span { (right) } }
            (QrCode { text: &link, label: &t!(w, "invite-qr", name = &*person.name) })
            p.centred.small { (link) }
            div.line.centre.no-print {
                @if let Some(number) = international(&person.phone) {
                    (LinkButton::new(format!("https://wa.me/{number}?text={}", percent(&message)), "WhatsApp").icon(Icon::Phone))
                }
                (PageButton { words: w, act: PageAct::Share(message) })
            }
        }
    }
}

/// A telephone number as WhatsApp's links want it, digits with the country: Italy's where none is written.
fn international(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let rest = digits.strip_prefix("00").unwrap_or(&digits);
    let number = match (phone.trim_start().starts_with('+') || rest.len() < digits.len(), rest.len()) {
        (true, _) => rest.to_owned(),
        (false, 9..=11) => format!("39{rest}"),
        _ => return None,
    };
    (8..=15).contains(&number.len()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_to_whatsapp_with_their_country() {
        for (written, number) in [
            ("333 000 0001", Some("393330000001")),
            ("+39 333 0000001", Some("393330000001")),
            ("0039 333.0000001", Some("393330000001")),
            ("+33 6 12 34 56 78", Some("33612345678")),
            ("", None),
            ("333", None),
        ] {
            assert_eq!(international(written).as_deref(), number, "{written}");
        }
    }
}
