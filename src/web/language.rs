//! The language of a request, and the switch that changes it.

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;

use super::input::Input;
use crate::app::Field;
use crate::words::{Lang, Words};

/// The cookie that keeps the language a person chose.
pub const LANGUAGE_COOKIE: &str = "lang";

/// One year, in seconds.
const COOKIE_SECONDS: u32 = 31_536_000;

impl<S: Sync> FromRequestParts<S> for Words {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(language_of(&parts.headers)))
    }
}

/// The language chosen before (cookie), else the one the browser prefers, else Italian.
pub fn language_of(headers: &HeaderMap) -> Lang {
    let chosen = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == LANGUAGE_COOKIE)
        .and_then(|(_, code)| code.parse().ok());
    chosen.unwrap_or_else(|| {
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|wanted| wanted.to_str().ok())
            .map_or_else(Lang::default, Lang::from_accept_language)
    })
}

/// The route of the language switch: `POST /language`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/language", post(choose_language))
}

async fn choose_language(input: Input) -> Response {
    let lang: Lang = input.text(Field::Lang).parse().unwrap_or_default();
    let cookie = format!("{LANGUAGE_COOKIE}={}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax; HttpOnly", lang.code());
    ([(header::SET_COOKIE, cookie)], Redirect::to(own_path(input.text(Field::Back)))).into_response()
}

/// The path if it stays on this site, else the start page.
pub(super) fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{HeaderValue, Request, StatusCode};
    use tower::ServiceExt;

    use super::*;

    #[test]
    fn the_chosen_language_wins_over_the_browser_s() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        assert_eq!(language_of(&headers), Lang::En);
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; lang=it"));
        assert_eq!(language_of(&headers), Lang::It);
    }

    #[tokio::test]
    async fn the_switch_comes_back_to_the_page_and_never_leaves_the_site() {
        for (back, expected) in [
            ("%2Fdonor%3Fday%3D1", "/donor?day=1"),
            ("%2F%2Fevil.example", "/"),
            ("%2F%5Cevil.example", "/"),
            ("https%3A%2F%2Fevil.example", "/"),
        ] {
            let request = Request::post("/language")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!("lang=en&back={back}")))
                .unwrap();
            let answer = routes::<()>().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            assert_eq!(answer.headers()[header::LOCATION], expected);
            let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
            assert!(cookie.starts_with("lang=en;"));
        }
    }
}
