//! `people.csv`: who works in the network, and as what.

use super::cells::Cells;
use super::names;
use super::problem::{Problem, What};
use super::references::Codes;
use super::table::{Columns, read};
use crate::app::import::{File, Line, PersonRow};
use crate::domain::people::Role;
use crate::domain::site::SiteKind;

const PEOPLE: Columns =
    Columns { file: File::People, needed: &["code", "name", "roles"], more: &["phone", "language"] };

pub(super) fn read_people(
    bytes: &[u8],
    sites: &Codes<SiteKind>,
    codes: &mut Codes<()>,
    problems: &mut Vec<Problem>,
) -> Vec<Line<PersonRow>> {
    let Some(table) = read(bytes, &PEOPLE, problems) else {
        codes.unsure = true;
        return Vec::new();
    };
    let mut people = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let code = cells.code("code");
        if let Some(code) = &code
            && let Some(first) = codes.add(code, row.line, Some(()))
        {
            cells.wrong("code", code, What::Duplicate { first });
        }
        let name = cells.name("name");
        let phone = cells.phone("phone");
        let language = cells.filled("language").map(|language| names::word("language", language));
        if let Some(language) = &language
            && !(language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase()))
        {
            cells.wrong("language", language, What::Language);
        }
        let roles = roles(&mut cells, sites);
        let right = cells.are_right();
        if let (true, Some(code), Some(name)) = (right, code, name) {
            people.push(Line { line: cells.line(), row: PersonRow { code, name, phone, language, roles } });
        }
    }
    people
}

fn roles(cells: &mut Cells<'_>, sites: &Codes<SiteKind>) -> Vec<(Role, Option<String>)> {
    let mut roles = Vec::new();
    let words = cells.raw("roles").unwrap_or_default().split([' ', ',', ';']).filter(|word| !word.is_empty());
    for word in words {
        let (role, site) = word.split_once(':').map_or((word, None), |(role, site)| (role, Some(site)));
        let role = names::word("roles", role).parse::<Role>().ok();
        match (role, site) {
            (Some(role), None) if !role.is_at_a_site() => roles.push((role, None)),
            (Some(role), Some(site)) if role.is_at_a_site() => match sites.find(site) {
                Err(what) => cells.wrong("roles", site, what),
                Ok(Some(SiteKind::Point)) if role == Role::Donor => {
                    cells.wrong("roles", site, What::OtherKind { is: "point", expected: "donor or hub" });
                }
                Ok(Some(SiteKind::Donor)) if role == Role::Point => {
                    cells.wrong("roles", site, What::OtherKind { is: "donor", expected: "point or hub" });
                }
                Ok(_) => roles.push((role, Some(site.to_owned()))),
            },
            _ => cells.wrong("roles", word, What::Role),
        }
    }
    roles
}
