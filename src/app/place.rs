//! Where somebody works: the site that a page is about, and whom to call about it.

use super::{App, Refusal, Result, Thing};
use crate::domain::id::SiteId;
use crate::domain::people::{Actor, Role};
use crate::domain::site::{Site, SiteKind};
use crate::store::Tx;

/// The site that a person works for, and the others they could choose.
#[derive(Debug, Clone)]
pub struct Place {
    pub site: Site,
    /// Other sites at which they hold the same role.
    pub others: Vec<Site>,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub phone: String,
}

impl App {
    /// The site a person works for in a role: the one wanted, or else the first at which they hold it. A coordinator
    /// holds every role everywhere.
    ///
    /// # Errors
    /// When the wanted site is not in the area or of another kind, or the person holds no such role there.
    pub async fn place(&self, who: &Actor, role: Role, wanted: Option<SiteId>) -> Result<Place> {
        let sites = self.store.reader(who.area).await?.db().sites().await?;
        let fits = |site: &Site| {
            let wrong_kind = if role == Role::Donor { SiteKind::Point } else { SiteKind::Donor };
            site.active && site.kind != wrong_kind
        };
        if let Some(wanted) = wanted {
            if !sites.iter().any(|site| site.id == wanted && fits(site)) {
                return Err(Refusal::NotFound(Thing::Site));
            }
            if !who.may_at(role, wanted) {
                return Err(Refusal::NotAllowed);
            }
        }
        let mut theirs: Vec<Site> = sites.into_iter().filter(|site| fits(site) && who.may_at(role, site.id)).collect();
        theirs.sort_by_key(|site| (site.kind == SiteKind::Hub, !who.sites(role).any(|held| held == site.id)));
        let chosen = wanted.map_or(Some(0), |wanted| theirs.iter().position(|site| site.id == wanted));
        match chosen {
            Some(index) if index < theirs.len() => {
                let site = theirs.remove(index);
                Ok(Place { site, others: theirs })
            }
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// The coordinators of a person's area who can be called.
    pub async fn coordinators(&self, who: &Actor) -> Result<Vec<Contact>> {
        let people = self.store.reader(who.area).await?.db().people().await?;
        Ok(people
            .into_iter()
            .filter(|person| person.active && !person.phone.is_empty())
            .filter(|person| person.grants.iter().any(|grant| grant.role == Role::Coordinator))
            .map(|person| Contact { name: person.name, phone: person.phone })
            .collect())
    }
}

/// A site of the area that takes part.
pub(super) async fn site_in_area(tx: &mut Tx<'_>, site: SiteId) -> Result<Site> {
    let known = tx.sites().await?;
    known.into_iter().find(|known| known.id == site && known.active).ok_or(Refusal::NotFound(Thing::Site))
}
