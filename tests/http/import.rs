//! Files sent on a screen: what they would change is shown cell by cell, and one button takes in what was seen, once.

use crate::support;
use crate::support::world::{Answer, World, world};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

const BOSS: &str = "coordinator";

async fn send(world: &World, who: &str, files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, content) in files {
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    let request =
        Request::post("/coordinator/import").header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    world.send(who, request.body(Body::from(body)).unwrap()).await
}

/// The address of what was sent, and its page.
async fn looked(world: &World, files: &[(&str, &[u8])]) -> (String, Answer) {
    let sent = send(world, BOSS, files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let address = sent.location.unwrap();
    let page = world.get(BOSS, &address).await;
    (address, page)
}

fn value<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn what_files_change_is_shown_and_then_taken_in_once() {
    let world = world(support::sqlite().await).await;
    let people = "nome;ruoli;telefono\nNora Prova;autista;0371 000009\n".as_bytes();
    let (address, page) = looked(&world, &[("C:\\fakepath\\Persone.csv", people)]).await;
    assert!(page.body.contains("Una riga nuova") && page.body.contains("Nora Prova"), "{}", page.body);
    assert!(page.body.contains("Prendi questa riga"), "{}", page.body);
    let there = world.get(BOSS, "/coordinator/people").await;
    assert!(!there.body.contains("Nora Prova"), "looking changes nothing");

    let seen = value(&page.body, "seen").to_owned();
    for _ in 0..2 {
        let taken = world.post(BOSS, &address, &[("seen", &seen)]).await;
        assert_eq!(taken.location.as_deref(), Some(address.as_str()), "{}", taken.body);
    }
    assert!(world.get(BOSS, &address).await.body.contains("i dati sono presi"));
    assert!(world.get(BOSS, "/coordinator/people").await.body.contains("Nora Prova"));

    let changed = "nome;ruoli;telefono\nNora Prova;autista;0371 000010\n".as_bytes();
    let (_, page) = looked(&world, &[("persone.csv", changed)]).await;
    assert!(page.body.contains("Una riga che cambia"), "{}", page.body);
    assert!(page.body.contains("<del>0371 000009</del> → <strong>0371 000010</strong>"), "{}", page.body);
    let (_, page) = looked(&world, &[("persone.csv", people)]).await;
    assert!(page.body.contains("Non cambia niente"), "{}", page.body);
}

#[tokio::test]
async fn what_changed_since_it_was_seen_is_shown_before_anything_is_done() {
    let world = world(support::sqlite().await).await;
    let people = |phone: &str| format!("nome;ruoli;telefono\nNora Prova;autista;{phone}\n");
    let (first, page) = looked(&world, &[("persone.csv", people("0371 000001").as_bytes())]).await;
    let seen = value(&page.body, "seen").to_owned();
    let (second, other) = looked(&world, &[("persone.csv", people("0371 000002").as_bytes())]).await;
    world.post(BOSS, &second, &[("seen", value(&other.body, "seen"))]).await;
    let answer = world.post(BOSS, &first, &[("seen", &seen)]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Nel frattempo qualcosa è cambiato"), "{}", answer.body);
    assert!(answer.body.contains("<del>0371 000002</del> → <strong>0371 000001</strong>"), "{}", answer.body);
    let now = value(&answer.body, "seen").to_owned();
    assert_eq!(world.post(BOSS, &first, &[("seen", &now)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn mistakes_are_shown_cell_by_cell_and_nothing_is_taken_in() {
    let world = world(support::sqlite().await).await;
    let wrong = "nome;ruoli;telefono\nNora <b>;capo;3,93331E+11\n".as_bytes();
    let (address, page) = looked(&world, &[("persone.csv", wrong)]).await;
    assert!(page.body.contains("ci sono 2 errori"), "{}", page.body);
    assert!(
        page.body.contains("persone.csv, riga 2, colonna telefono") && page.body.contains("3,93331E+11"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Prendi quest"), "{}", page.body);
    let forced = world.post(BOSS, &address, &[("seen", "x")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = send(&world, BOSS, &[("persone.csv", b"")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, page) = looked(&world, &[("rete.xlsx", b"PK\x03\x04 what")]).await;
    assert!(page.body.contains("non è un foglio di calcolo che so leggere"), "{}", page.body);
    assert_eq!(send(&world, "driver", &[("persone.csv", wrong)]).await.status, StatusCode::FORBIDDEN);
    let (_, page) = looked(&world, &[("zona.csv", b"nome;fuso\nAltrove;Europe/Lisbon\n")]).await;
    assert!(page.body.contains("Ho") || page.body.contains("zona"), "{}", page.body);
    assert_eq!(world.app.every_area().await.unwrap().len(), 1, "no other area is made from within one");
}

#[tokio::test]
async fn templates_come_in_as_they_are() {
    let world = world(support::sqlite().await).await;
    for language in ["it", "en"] {
        let names: [&str; 6] = if language == "it" {
            ["luoghi", "mezzi", "persone", "turni", "lotti", "fermi"]
        } else {
            ["sites", "vehicles", "people", "shifts", "lots", "downtimes"]
        };
        let lang: girofresco::words::Lang = language.parse().unwrap();
        let mut files = Vec::new();
        for (name, file) in names.iter().zip(girofresco::import::template::TEMPLATES) {
            let text = girofresco::import::template::of(lang, file, support::world::DAY);
            files.push((format!("{name}.csv"), text.replace("Lodi", "Maleo")));
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        let (_, page) = looked(&world, &files).await;
        assert!(page.body.contains("righe nuove"), "{language}: {}", page.body);
    }
    let file = world.get(BOSS, "/coordinator/import/templates/luoghi.csv").await;
    assert!(file.status.is_success() && file.body.contains("codice;"), "{}", file.body);
    assert_eq!(world.get(BOSS, "/coordinator/import/templates/altro.csv").await.status, StatusCode::NOT_FOUND);
    for page in ["/coordinator/sites", "/coordinator/people", "/coordinator/fleet"] {
        assert!(world.get(BOSS, page).await.body.contains("href=\"/coordinator/import\""), "{page}");
    }
}
