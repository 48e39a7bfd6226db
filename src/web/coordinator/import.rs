//! Files of spreadsheets: sent, looked at cell by cell, then taken in with one button.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::app::import::{Change, Report};
use crate::app::{Field, FieldError, FieldErrorKind, Refusal, Thing};
use crate::domain::id::UploadId;
use crate::domain::people::Role;
use crate::import::{self, Failure, Problems, Source, say, template};
use crate::t;
use crate::web::address::Id;
use crate::web::context::{Context, with_status};
use crate::web::error::WebError;
use crate::web::form_state::FormState;
use crate::web::input::Input;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{ActForm, ActionBar, Button, Cell, Icon, LinkButton, Notice, Page, Section, Tab, Table, hidden};
use crate::words::Words;

/// So many rows of a kind are shown; the rest is counted.
const MOST_SHOWN: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    let coordinator = Access::As(Role::Coordinator);
    routes
        .get("/coordinator/import", coordinator, choose)
        .post("/coordinator/import", coordinator, send)
        .get("/coordinator/import/templates/{file}", coordinator, download)
        .get("/coordinator/import/{upload}", coordinator, look)
        .post("/coordinator/import/{upload}", coordinator, take)
}

async fn choose(context: Context) -> Result<Response, WebError> {
    let form = FormState::new(context.words);
    context.show(choosing(&context, &form)).await
}

/// Keeps what was sent, and leads to what it would change.
async fn send(context: Context, mut input: Input) -> Result<Response, WebError> {
    let sent = input.take_files(Field::Files);
    // A browser of old names the whole path.
    let own_name =
        |name: &str| name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(120).collect::<String>();
    let files: Vec<(String, Vec<u8>)> =
        sent.into_iter().map(|file| (own_name(&file.name), file.bytes.to_vec())).collect();
    if files.is_empty() {
        let nothing = Refusal::from(FieldError::new(Field::Files, FieldErrorKind::NothingChosen));
        let form = FormState::refused(context.words, nothing, input)?;
        return Ok(form.answer(&choosing(&context, &form)));
    }
    let upload = context.web.app.keep_upload(&context.actor, files).await?;
    Ok(Redirect::to(&format!("/coordinator/import/{upload}")).into_response())
}

fn choosing(context: &Context, form: &FormState) -> Page {
    let w = context.words;
    let error = form.error(Field::Files);
    let body = html! {
        form.stack method="post" action="/coordinator/import" enctype="multipart/form-data" {
            (form.summary())
            div.field {
                label for=(Field::Files) { (t!(w, "upload-files")) }
                input.input id=(Field::Files) name=(Field::Files) type="file" multiple required
                    accept=".xlsx,.ods,.csv,.txt,.tsv,.geojson" aria-describedby="files-hint"
                    aria-invalid=[error.as_ref().map(|_| "true")];
                p.hint #files-hint { (t!(w, "upload-hint")) }
                @if let Some(error) = &error { p.error #files-error { (Icon::Warning) span { (error) } } }
            }
            (ActionBar { body: html! { (Button::primary(t!(w, "upload-look"))) } })
        }
        (Section { title: t!(w, "upload-templates"), aside: None, body: html! {
            p { (t!(w, "upload-templates-lead")) }
            ul {
                @for file in template::TEMPLATES {
                    @let name = template::name(w.lang(), file);
                    li { a href={ "/coordinator/import/templates/" (name) ".csv" } download { (name) ".csv" } }
                }
            }
        } })
    };
    let page = context.page(Tab::CoordinatorSites, t!(w, "upload-title"), body).lead(t!(w, "upload-lead"));
    page.back("/coordinator/sites", t!(w, "sites-title"))
}

async fn download(context: Context, Path(file): Path<String>) -> Result<Response, WebError> {
    let lang = context.words.lang();
    let named = template::TEMPLATES.into_iter().find(|known| format!("{}.csv", template::name(lang, *known)) == file);
    let known = named.ok_or(Refusal::NotFound(Thing::Page))?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", template::name(lang, known))),
    ];
    Ok((headers, template::of(lang, known, context.today())).into_response())
}

/// What was sent, as files to be taken in; none once they are.
async fn source(context: &Context, id: UploadId) -> Result<Option<Source>, WebError> {
    let upload = context.web.app.upload(&context.actor, id).await?;
    if upload.taken.is_some() {
        return Ok(None);
    }
    let mut source = Source::default();
    for (name, bytes) in upload.files {
        source.add(&name, bytes);
    }
    Ok(Some(source))
}

async fn look(context: Context, Id(id): Id<UploadId>) -> Result<Response, WebError> {
    let w = context.words;
    let Some(source) = source(&context, id).await? else {
        let body = html! {
            (Notice::success(t!(w, "upload-taken")))
            div.line {
                (LinkButton::new("/coordinator/sites", t!(w, "sites-title")))
                (LinkButton::new("/coordinator/fleet", t!(w, "fleet-title")))
                (LinkButton::new("/coordinator/people", t!(w, "people-title")))
            }
            (LinkButton::new("/coordinator/import", t!(w, "upload-again")))
        };
        return context.show(context.page(Tab::CoordinatorSites, t!(w, "upload-title"), body)).await;
    };
    let seen = import::look_at(&context.web.app, &context.actor, &source).await;
    context.show(looking(&context, id, &source, seen, None)?).await
}

/// Takes in what was looked at, once. What has changed since is shown before anything is done.
async fn take(context: Context, Id(id): Id<UploadId>, mut input: Input) -> Result<Response, WebError> {
    let seen = input.text(Field::Seen).to_owned();
    input.act(&context.web)?;
    let address = format!("/coordinator/import/{id}");
    let Some(source) = source(&context, id).await? else { return Ok(Redirect::to(&address).into_response()) };
    match import::take_seen(&context.web.app, &context.actor, &source, (id, seen)).await {
        Ok(_) => Ok(Redirect::to(&address).into_response()),
        Err(Failure::Differs) => {
            if context.web.app.upload(&context.actor, id).await?.taken.is_some() {
                return Ok(Redirect::to(&address).into_response());
            }
            let seen = import::look_at(&context.web.app, &context.actor, &source).await;
            let notice = Notice::warning(t!(context.words, "upload-changed"));
            Ok(with_status(StatusCode::CONFLICT, &looking(&context, id, &source, seen, Some(notice))?))
        }
        other => Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &looking(&context, id, &source, other, None)?)),
    }
}

fn looking(
    context: &Context,
    id: UploadId,
    source: &Source,
    seen: Result<Report, Failure>,
    notice: Option<Notice>,
) -> Result<Page, WebError> {
    let w = context.words;
    let again = || LinkButton::new("/coordinator/import", t!(w, "upload-again"));
    let body = match seen {
        Ok(report) => html! {
            @if let Some(notice) = notice { (notice) }
            ul {
                @for (file, counts) in &report.files { li { (say::counts(w, source.name(*file), *counts)) } }
                @for remark in &report.remarks { li { (say::remark(w, source, remark)) } }
                @for sheet in source.unread() { li { (say::unread(w, sheet)) } }
            }
            @if report.changed() == 0 {
                (Notice::info(t!(w, "upload-nothing")))
                (again())
            } @else {
                (changes(w, source, &report, true))
                (changes(w, source, &report, false))
                (ActForm::new(format!("/coordinator/import/{id}"), context.op_id(), html! {
                    (hidden(Field::Seen, report.digest()))
                    (ActionBar { body: html! {
                        (Button::primary(t!(w, "upload-take", n = report.changed())).icon(Icon::Check))
                    } })
                }))
                (again())
            }
        },
        Err(Failure::Problems(problems)) => html! {
            (Notice::danger(t!(w, "upload-wrong", n = problems.0.len())))
            (mistakes(w, &problems))
            (again())
        },
        Err(Failure::Differs) => html! { (Notice::warning(t!(w, "upload-changed"))) (again()) },
        Err(Failure::Refused(refusal)) => return Err(refusal.into()),
    };
    let page = context.page(Tab::CoordinatorSites, t!(w, "upload-preview"), body);
    Ok(page.back("/coordinator/import", t!(w, "upload-title")))
}

/// The rows that are new, or those that change something.
fn changes(w: Words, source: &Source, report: &Report, new: bool) -> Markup {
    let of_kind: Vec<&Change> = report.changes.iter().filter(|change| change.is_new == new).collect();
    let caption = if new { t!(w, "upload-new", n = of_kind.len()) } else { t!(w, "upload-changes", n = of_kind.len()) };
    let rows = of_kind.iter().take(MOST_SHOWN).map(|change| {
        vec![
            Cell::text(&change.name),
            Cell::new(columns(w, change)),
            Cell::text(format!("{}, {}", source.name(change.file), say::line(w, change.line))),
        ]
    });
    html! {
        @if !of_kind.is_empty() {
            (Table {
                caption,
                columns: vec![t!(w, "upload-what"), t!(w, "upload-becomes"), t!(w, "upload-where")],
                rows: rows.collect(),
                keep_shape: false,
            })
            @if of_kind.len() > MOST_SHOWN { p.soft { (t!(w, "upload-more", n = of_kind.len() - MOST_SHOWN)) } }
        }
    }
}

fn columns(w: Words, change: &Change) -> Markup {
    let shown = |column: &'static str, text: &str| import::value(w.lang(), column, text);
    html! {
        @for (index, cell) in change.columns.iter().enumerate() {
            @if index > 0 { br; }
            span.soft { (import::column(w.lang(), cell.column).replace('_', " ")) ": " }
            @if !change.is_new {
                @if cell.before.is_empty() { (t!(w, "upload-empty")) } @else { del { (shown(cell.column, &cell.before)) } }
                " → "
            }
            @if cell.after.is_empty() { (t!(w, "upload-empty")) } @else { strong { (shown(cell.column, &cell.after)) } }
        }
    }
}

fn mistakes(w: Words, problems: &Problems) -> Markup {
    let rows = problems.0.iter().take(MOST_SHOWN).map(|problem| {
        let (place, what) = problem.parts(w);
        vec![Cell::text(place), Cell::text(problem.value.as_deref().unwrap_or("–")), Cell::text(what)]
    });
    html! {
        (Table {
            caption: t!(w, "upload-mistakes"),
            columns: vec![t!(w, "upload-where"), t!(w, "upload-written"), t!(w, "upload-mistake")],
            rows: rows.collect(),
            keep_shape: false,
        })
        @if problems.0.len() > MOST_SHOWN { p.soft { (t!(w, "upload-more", n = problems.0.len() - MOST_SHOWN)) } }
    }
}
