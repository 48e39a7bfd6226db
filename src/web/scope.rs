//! For which site a page of a shop or point is: `?site=` chooses, and stays on tabs, links and forms.

use maud::{Markup, html};
use serde::Deserialize;

use super::address::{id_of, with_query};
use super::context::Context;
use super::error::WebError;
use super::say;
use super::ui::{Disclosure, Icon, Page, Tab};
use crate::app::place::Place;
use crate::domain::people::Role;
use crate::domain::site::Site;
use crate::t;

/// The site that a page is about.
#[derive(Debug, Clone)]
pub struct Scope {
    place: Place,
    /// Whether addresses name the site: it was chosen, or there are others to mix it up with.
    named: bool,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    site: Option<String>,
}

impl Scope {
    /// The site that a request is about, in a role.
    ///
    /// # Errors
    /// When there is no such site in the area, or the person holds no such role there.
    pub async fn of(context: &Context, role: Role) -> Result<Self, WebError> {
        let asked: Asked = context.query();
        let wanted = asked.site.as_deref().map(id_of).transpose()?;
        let place = context.web.app.place(&context.actor, role, wanted).await?;
        Ok(Self { named: wanted.is_some() || !place.others.is_empty(), place })
    }

    /// The site.
    pub const fn site(&self) -> &Site {
        &self.place.site
    }

    /// A path of this audience, about the same site.
    pub fn path(&self, path: &str) -> String {
        if self.named { with_query(path, "site", self.place.site.id) } else { path.to_owned() }
    }

    /// A page about the site: it says which, offers the others, and its tabs stay with it.
    pub fn page(&self, context: &Context, tab: Tab, title: impl Into<String>, body: Markup) -> Page {
        let body = html! { (body) (self.others(context, tab)) };
        let page = context.page(tab, title, body).lead(say::site(self.site()));
        page.scope(self.path(""))
    }

    fn others(&self, context: &Context, tab: Tab) -> Markup {
        let w = context.words;
        let list = html! {
            ul.stack-close {
                @for site in &self.place.others {
                    li { a.row-link href={ (tab.href()) "?site=" (site.id) } { (say::site(site)) } }
                }
            }
        };
        html! {
            @if !self.place.others.is_empty() {
                (Disclosure { summary: t!(w, "other-site"), icon: Some(Icon::Pin), open: false, body: list })
            }
        }
    }
}
