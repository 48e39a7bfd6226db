//! What does not fit on the tabs of a phone, in groups.

use axum::response::Response;
use maud::{Render, html};

use crate::domain::people::Role;
use crate::t;
use crate::web::context::Context;
use crate::web::error::WebError;
use crate::web::routes::{Access, Routes};
use crate::web::ui::{Icon, Row, Rows, Section, Tab};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/coordinator/more", Access::As(Role::Coordinator), show)
}

async fn show(context: Context) -> Result<Response, WebError> {
    let w = context.words;
    let tab = |tab: Tab, about: String| Row::new(tab.href(), tab.icon(), tab.label(w), about);
    let network = vec![
        tab(Tab::CoordinatorSites, t!(w, "sites-lead")),
        tab(Tab::CoordinatorFleet, t!(w, "more-fleet")),
        tab(Tab::CoordinatorPeople, t!(w, "people-lead")),
        Row::new("/coordinator/import", Icon::Basket, t!(w, "upload-title"), t!(w, "more-upload")),
        Row::new("/fairness", Icon::People, t!(w, "fairness-title"), t!(w, "more-fairness")),
    ];
    let food = vec![tab(Tab::CoordinatorTrace, t!(w, "more-trace"))];
    let rules = vec![
        Row::new("/coordinator/start", Icon::Flag, t!(w, "start-title"), t!(w, "more-start")),
        Row::new("/coordinator/area", Icon::Map, t!(w, "area-title"), t!(w, "more-area")),
        Row::new("/coordinator/closures", Icon::Calendar, t!(w, "closures-title"), t!(w, "more-closures")),
        Row::new("/coordinator/clock", Icon::Clock, t!(w, "clock-title"), t!(w, "more-clock")),
        Row::new("/coordinator/limits", Icon::Thermometer, t!(w, "limits-title"), t!(w, "more-limits")),
        Row::new("/coordinator/policy", Icon::Plan, t!(w, "policy-title"), t!(w, "more-policy")),
    ];
    let body = html! {
        @for (title, rows) in [(t!(w, "more-network"), network), (t!(w, "more-food"), food), (t!(w, "more-rules"), rules)] {
            (Section { title, aside: None, body: Rows(rows).render() })
        }
    };
    context.show(context.page(Tab::CoordinatorMore, t!(w, "more"), body)).await
}
