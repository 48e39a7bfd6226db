//! The area: what it is called, and which towns are in it.

use axum::response::Response;
use maud::html;

use crate::app::{Field, FieldError, FieldErrorKind, Refusal};
use crate::domain::people::Role;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::form::FieldKind;
use crate::web::ui::{Button, Icon, Page, Section, Tab};
use axum::response::{IntoResponse, Redirect};

/// Under this name a file is taken for one of towns, whatever its own is.
const TOWNS: &str = "towns";

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/area", coordinator, show)
        .post("/coordinator/area", coordinator, rename)
        .post("/coordinator/area/towns", coordinator, towns)
        .post("/coordinator/area/unused", coordinator, drop_unused)
}

async fn show(context: Context) -> Result<Response, WebError> {
    let name = context.web.app.area(&context.actor).await?.name;
    let form = FormState::new(context.words).with(Field::Name, name);
    let page = page(&context, &form).await?;
    context.show(page).await
}

async fn rename(context: Context, input: Input) -> Result<Response, WebError> {
    match context.web.app.rename_area(&context.actor, input.text(Field::Name)).await {
        Ok(()) => Ok(context.saved("/coordinator/area")),
        Err(refusal) => {
            let form = FormState::refused(context.words, refusal, input)?;
            Ok(form.answer(&page(&context, &form).await?))
        }
    }
}

/// Keeps a file of towns, and leads to what it would change.
async fn towns(context: Context, mut input: Input) -> Result<Response, WebError> {
    let Some(file) = input.take_files(Field::Files).into_iter().next() else {
        let nothing = Refusal::from(FieldError::new(Field::Files, FieldErrorKind::NothingChosen));
        let form = FormState::refused(context.words, nothing, input)?;
        return Ok(form.answer(&page(&context, &form).await?));
    };
    let end = file.name.rsplit_once('.').map_or("csv", |(_, end)| end).to_lowercase();
    let files = vec![(format!("{TOWNS}.{end}"), file.bytes.to_vec())];
    let upload = context.web.app.keep_upload(&context.actor, files).await?;
    Ok(Redirect::to(&format!("/coordinator/import/{upload}")).into_response())
}

async fn drop_unused(context: Context) -> Result<Response, WebError> {
    context.web.app.drop_unused_towns(&context.actor).await?;
    Ok(context.saved("/coordinator/area"))
}

async fn page(context: &Context, form: &FormState) -> Result<Page, WebError> {
    let (w, app) = (context.words, &context.web.app);
    let (towns, sites) = (app.towns(&context.actor).await?, app.sites(&context.actor).await?);
    let unused = towns.iter().filter(|town| sites.iter().all(|site| site.town != town.code)).count();
    let error = form.error(Field::Files);
    let body = html! {
        form.stack method="post" action="/coordinator/area" {
            (form.summary())
            (form.field(FieldKind::Text, Field::Name, t!(w, "area-name")).required().max_length(120))
            (Button::primary(t!(w, "save")).icon(Icon::Check))
        }
        (Section { title: t!(w, "area-towns"), aside: None, body: html! {
            p { (t!(w, "area-towns-known", n = towns.len())) }
            form.stack method="post" action="/coordinator/area/towns" enctype="multipart/form-data" {
                div.field {
                    label for=(Field::Files) { (t!(w, "area-towns-file")) }
                    input.input id=(Field::Files) name=(Field::Files) type="file" required
                        accept=".csv,.txt,.tsv,.xlsx,.ods" aria-describedby="files-hint"
                        aria-invalid=[error.as_ref().map(|_| "true")];
                    p.hint #files-hint { (t!(w, "area-towns-hint")) }
                    @if let Some(error) = &error { p.error #files-error { (Icon::Warning) span { (error) } } }
                }
                (Button::new(t!(w, "upload-look")))
            }
            @if unused > 0 {
                form method="post" action="/coordinator/area/unused" {
                    (Button::new(t!(w, "area-towns-drop", n = unused)).icon(Icon::Cross))
                }
            }
        } })
    };
    let page = context.page(Tab::CoordinatorMore, t!(w, "area-title"), body).lead(t!(w, "area-lead"));
    Ok(page.back("/coordinator/start", t!(w, "start-title")))
}
