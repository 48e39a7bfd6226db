//! What can be done with an act once it is done: take it back. And the pictures that acts brought.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::context::{Context, acknowledge, own_path};
use super::error::WebError;
use super::input::Input;
use super::routes::{Access, Routes};
use crate::app::{Field, FieldError, FieldErrorKind};
use crate::domain::id::{OpId, PhotoId};
use crate::web::address::{Id, Query};

/// The routes of this folder.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/acts/{op}/undo", Access::Signed, undo).post("/acts/{op}/photo", Access::Signed, attach).get(
        "/photos/{photo}",
        Access::Signed,
        photo,
    )
}

#[derive(Debug, Default, Deserialize)]
struct Back {
    #[serde(default)]
    back: String,
}

async fn undo(
    context: Context,
    Id(of): Id<OpId>,
    Query(back): Query<Back>,
    mut input: Input,
) -> Result<Response, WebError> {
    let act = input.act(&context.web)?;
    context.web.app.undo(&context.actor, act, of).await?;
    let mut answer = axum::response::Redirect::to(own_path(&back.back)).into_response();
    acknowledge(&mut answer, act.op);
    Ok(answer)
}

/// A picture that follows its act, because it was too large to keep it back.
async fn attach(context: Context, Id(of): Id<OpId>, mut input: Input) -> Result<Response, WebError> {
    let act = input.act(&context.web)?;
    let bytes = input.take_file(Field::Photo).ok_or_else(|| FieldError::new(Field::Photo, FieldErrorKind::Missing))?;
    let jpeg = context.web.app.clean_photo(bytes).await?;
    let done = context.web.app.attach_photo(&context.actor, act, of, jpeg).await?;
    Ok(context.acted(&done, "/"))
}

async fn photo(context: Context, Id(id): Id<PhotoId>) -> Result<Response, WebError> {
    let jpeg = context.web.app.photo(&context.actor, id).await?;
    Ok(([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "private, max-age=86400")], jpeg).into_response())
}
