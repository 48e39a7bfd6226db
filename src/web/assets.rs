//! Styles, scripts, icons and the service worker: embedded, addressed by the hash of their content.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use brotli::BrotliCompress;
use brotli::enc::BrotliEncoderParams;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::t;
use crate::words::Words;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

#[derive(RustEmbed)]
#[folder = "service-worker/"]
struct WorkerFiles;

/// What a phone keeps from the first visit on, so that it opens without a network.
const SHELL: [&str; 9] = [
    "app.css",
    "icons.svg",
    "favicon.svg",
    "js/app.js",
    "js/outbox.js",
    "js/photo.js",
    "js/waiting.js",
    "vendor/htmx.min.js",
    "vendor/sse.min.js",
];

/// The page a phone shows for a page it does not hold while there is no network.
pub const OFFLINE: &str = "/offline";

/// The modules of every page, each after those it needs. They are served as `app.js`, one script: a phone asks once instead
/// of ten times, and together they are smaller than apart. No two may give the same name to something of their own.
const PAGE: [&str; 10] = [
    "js/clocks.js",
    "js/toasts.js",
    "js/messages.js",
    "js/outbox.js",
    "js/offline.js",
    "js/meant.js",
    "js/acts.js",
    "js/count.js",
    "js/press.js",
    "js/app.js",
];

/// The worker's modules, each after those it needs. They are served as one script, because not every browser has workers
/// that import; the first is also a module of the page.
const WORKER: [&str; 3] = ["outbox.js", "notices.js", "worker.js"];

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// One hash over everything that is served, computed once.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    let mut names: Vec<_> = Files::iter().filter(|name| content_type(name).is_some()).collect();
    names.sort_unstable();
    for (name, file) in names.iter().filter_map(|name| Some((name, Files::get(name)?))) {
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update(&file.data);
    }
    for file in WORKER.iter().filter_map(|name| WorkerFiles::get(name)) {
        hasher.update(&file.data);
    }
    hasher.finalize()[..6].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
});

/// The hash that changes with any asset.
pub fn version() -> &'static str {
    &VERSION
}

/// The address of an asset, good for ever: `asset_url("app.css")` is `/assets/{hash}/app.css`.
pub fn asset_url(name: &str) -> String {
    format!("/assets/{}/{name}", version())
}

/// The routes of all assets; they need no state and no person.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{hash}/{*name}", get(asset))
        .route("/service-worker.js", get(service_worker))
        .route("/manifest.webmanifest", get(manifest))
        .route("/favicon.ico", get(favicon))
}

/// The content type of a servable name; message files and data in `assets/` have none.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

async fn asset(Path((hash, name)): Path<(String, String)>, asked: HeaderMap) -> Response {
    // A page from before an update may ask for an older hash: it gets the file of today, not for ever.
    let keep = if hash == version() { FOR_EVER } else { ASK_AGAIN };
    let takes_brotli = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|encodings| encodings.to_str().ok())
        .is_some_and(|encodings| encodings.split(',').any(|encoding| encoding.trim() == "br"));
    if takes_brotli && let Some(answer) = pressed(&name, keep.clone()).await {
        return answer;
    }
    served(&name, keep)
}

/// A text as small as it gets: made once, when it is first asked for.
async fn pressed(name: &str, keep: HeaderValue) -> Option<Response> {
    static PRESSED: Mutex<BTreeMap<String, Bytes>> = Mutex::new(BTreeMap::new());
    let kind = content_type(name).filter(|kind| !kind.ends_with("png"))?;
    let known = PRESSED.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
    let small = match known {
        Some(small) => small,
        None => {
            let plain = text(name)?;
            let small = tokio::task::spawn_blocking(move || {
                let mut small = Vec::new();
                let parameters = BrotliEncoderParams { quality: 11, ..BrotliEncoderParams::default() };
                BrotliCompress(&mut plain.as_slice(), &mut small, &parameters).map(|_| Bytes::from(small))
            });
            let small = small.await.ok()?.ok()?;
            PRESSED.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), small.clone());
            small
        }
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_ENCODING, HeaderValue::from_static("br")),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
        (header::CACHE_CONTROL, keep),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Some((headers, small).into_response())
}

/// The bytes of a file as they are served.
fn text(name: &str) -> Option<Vec<u8>> {
    if Some(&name) == PAGE.last() {
        return Some(joined(PAGE.iter().filter_map(|name| file(name))).into_bytes());
    }
    let data = file(name)?.data;
    Some(match str::from_utf8(&data) {
        Ok(script) if name.starts_with("js/") => without_comments(script).into_bytes(),
        _ => data.into_owned(),
    })
}

async fn favicon() -> Response {
    served("icons/icon-192.png", ASK_AGAIN)
}

fn file(name: &str) -> Option<EmbeddedFile> {
    match name.strip_prefix("js/").filter(|name| *name == WORKER[0]) {
        Some(name) => WorkerFiles::get(name),
        None => Files::get(name),
    }
}

/// A script without what only people read: comments on lines of their own, and types.
fn without_comments(script: &str) -> String {
    let mut inside = false;
    let mut kept = String::with_capacity(script.len());
    for line in script.lines() {
        let line = line.trim_start();
        inside |= line.starts_with("/**");
        // A comment in front of what it is about, such as a type, ends on the same line.
        let code = if inside { line.split_once("*/").map_or("", |(_, rest)| rest.trim_start()) } else { line };
        inside &= !line.contains("*/");
        if code.is_empty() || code.starts_with("//") {
            continue;
        }
        // Types stand within a line too.
        let mut parts = code.split("/** @");
        kept.push_str(parts.next().unwrap_or_default());
        for part in parts {
            kept.push_str(part.split_once("*/ ").map_or(part, |(_, rest)| rest));
        }
        kept.push('\n');
    }
    kept
}

/// Modules as one script, each after those it needs.
fn joined(modules: impl Iterator<Item = EmbeddedFile>) -> String {
    let mut script = String::new();
    for file in modules {
        let module = without_comments(&String::from_utf8_lossy(&file.data));
        for line in module.lines().filter(|line| !line.starts_with("import ")) {
            script.push_str(line.strip_prefix("export ").unwrap_or(line));
            script.push('\n');
        }
    }
    script
}

fn served(name: &str, keep: HeaderValue) -> Response {
    match (content_type(name), text(name)) {
        (Some(kind), Some(data)) => (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
                (header::CACHE_CONTROL, keep),
                (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            ],
            data,
        )
            .into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The worker, with the version and the list of what to keep written in front of it.
async fn service_worker() -> Response {
    let shell: Vec<String> = SHELL.iter().map(|name| asset_url(name)).chain([OFFLINE.to_owned()]).collect();
    let setting = json!({ "version": version(), "shell": shell, "offline": OFFLINE });
    let modules = joined(WORKER.iter().filter_map(|name| WorkerFiles::get(name)));
    let script = format!("self.girofresco = {setting};\n{modules}");
    (
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
            (header::HeaderName::from_static("service-worker-allowed"), "/"),
        ],
        script,
    )
        .into_response()
}

async fn manifest(w: Words) -> Response {
    let icon = |name: &str, size: &str, purpose: &str| {
        json!({
            "src": asset_url(&format!("icons/{name}.png")),
            "sizes": size,
            "type": "image/png",
            "purpose": purpose,
        })
    };
    let manifest = json!({
        "id": "/",
        "name": t!(w, "app-name"),
        "short_name": t!(w, "app-name"),
        "description": t!(w, "app-description"),
        "lang": w.lang().code(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf5ea",
        "theme_color": "#faf5ea",
        "icons": [
            icon("icon-192", "192x192", "any"),
            icon("icon-512", "512x512", "any"),
            icon("maskable-512", "512x512", "maskable"),
        ],
    });
    (
        [
            (header::CONTENT_TYPE, "application/manifest+json"),
            (header::CACHE_CONTROL, "no-cache"),
            (header::VARY, "accept-language, cookie"),
        ],
        manifest.to_string(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn get_page(path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = routes::<()>().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        (parts.status, parts.headers, text)
    }

    #[tokio::test]
    async fn everything_a_phone_keeps_is_served_for_ever_under_its_hash() {
        for name in SHELL {
            let (status, headers, body) = get_page(&asset_url(name)).await;
            assert_eq!(status, StatusCode::OK, "{name}");
            assert_eq!(headers[header::CACHE_CONTROL], FOR_EVER, "{name}");
            assert!(!body.is_empty());
        }
    }

    #[tokio::test]
    async fn an_old_hash_gets_today_s_file_but_not_for_ever() {
        let (status, headers, _) = get_page("/assets/000000000000/app.css").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CACHE_CONTROL], ASK_AGAIN);
    }

    #[tokio::test]
    async fn data_and_message_files_are_not_served() {
        for name in ["i18n/it/girofresco.ftl", "../Cargo.toml", "none.css"] {
            let (status, ..) = get_page(&asset_url(name)).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[test]
    fn what_a_module_imports_stands_before_it_or_is_kept_by_the_phone() {
        let mut read: Vec<&str> = Vec::new();
        for name in PAGE.into_iter().chain(SHELL.into_iter().filter(|name| name.starts_with("js/"))) {
            let script = file(name).unwrap();
            for import in String::from_utf8_lossy(&script.data).lines().filter(|line| line.starts_with("import ")) {
                let wanted = format!("js/{}", import.split('"').nth(1).unwrap().trim_start_matches("./"));
                let known = read.contains(&wanted.as_str()) || SHELL.contains(&wanted.as_str());
                assert!(known, "{name}: {import}");
            }
            read.push(name);
        }
    }

    #[tokio::test]
    async fn the_worker_knows_what_to_keep() {
        let (status, headers, script) = get_page("/service-worker.js").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["service-worker-allowed"], "/");
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        assert!(script.contains(&asset_url("app.css")));
        assert!(script.contains(version()));
    }

    #[test]
    fn modules_of_one_script_do_not_take_each_other_s_names() {
        let worker = names_in(WORKER.into_iter().filter_map(WorkerFiles::get), &["startNotices", "drainAll", "drain"]);
        let page = names_in(PAGE.into_iter().filter_map(file), &["drain", "startCounting", "wake"]);
        for mut names in [worker, page] {
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{names:?}");
        }
    }

    /// What modules declare; some of it is known, so that the search for it is seen to work.
    fn names_in(modules: impl Iterator<Item = EmbeddedFile>, known: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for script in modules {
            for line in String::from_utf8_lossy(&script.data).lines() {
                let line = line.strip_prefix("export ").unwrap_or(line);
                let line = line.strip_prefix("async ").unwrap_or(line);
                let declared =
                    ["function ", "const ", "let ", "class "].iter().find_map(|kind| line.strip_prefix(kind));
                let name = declared.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
                names.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
            }
        }
        for known in known {
            assert!(names.iter().any(|name| name == known), "{known}: {names:?}");
        }
        names
    }

    #[tokio::test]
    async fn the_manifest_s_icons_exist() {
        let (_, headers, text) = get_page("/manifest.webmanifest").await;
        assert_eq!(headers[header::CONTENT_TYPE], "application/manifest+json");
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(manifest["display"], "standalone");
        for icon in manifest["icons"].as_array().unwrap() {
            let (status, headers, _) = get_page(icon["src"].as_str().unwrap()).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(headers[header::CONTENT_TYPE], "image/png");
        }
        assert_eq!(get_page("/favicon.ico").await.0, StatusCode::OK);
        assert_eq!(get_page(&asset_url("icons/apple-touch-180.png")).await.0, StatusCode::OK);
    }
}
