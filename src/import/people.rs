//! `people.csv`: who works in the network, and as what.

use super::cells::Cells;
use super::names::WordsOf;
use super::problem::{Problem, What};
use super::references::{self, Codes};
use super::source::Given;
use super::table::{Columns, read};
use crate::app::import::{File, Line, PersonRow};
use crate::domain::people::Role;
use crate::domain::site::SiteKind;

pub(super) const PEOPLE: Columns =
    Columns { file: File::People, needed: &["name", "roles"], more: &["code", "phone", "language"] };

pub(super) fn read_people(
    given: &Given,
    sites: &Codes<SiteKind>,
    codes: &mut Codes<()>,
    problems: &mut Vec<Problem>,
) -> Vec<Line<PersonRow>> {
    let Some(table) = read(given, &PEOPLE, problems) else {
        codes.unsure = true;
        return Vec::new();
    };
    let mut people = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, problems);
        let name = cells.name("name");
        let said = references::Row { line: row.line, name: name.as_deref().unwrap_or_default(), town: "" };
        let code = codes.of_row(&mut cells, &said, Some(()));
        let phone = cells.phone("phone");
        let language = cells.filled("language").map(|language| WordsOf::Language.known(language));
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
    let text = cells.raw("roles").unwrap_or_default();
    // A place can be named, and names have spaces.
    let is_one =
        text.matches(':').count() == 1 && text.split(':').next().is_some_and(|role| !role.trim().contains(' '));
    let separators: &[char] = match text {
        text if text.contains([';', '\n']) => &[';', '\n'],
        text if text.contains(',') => &[','],
        _ if is_one => &[';'],
        _ => &[' '],
    };
    let words = text.split(separators).map(str::trim).filter(|word| !word.is_empty());
    for word in words {
        let (role, site) = word.split_once(':').map_or((word, None), |(role, site)| (role.trim(), Some(site.trim())));
        let role = WordsOf::Role.known(role).parse::<Role>().ok();
        match (role, site) {
            (Some(role), None) if !role.is_at_a_site() => roles.push((role, None)),
            (Some(role), Some(site)) if role.is_at_a_site() => match sites.find(site) {
                Err(what) => cells.wrong("roles", site, what),
                Ok((_, Some(SiteKind::Point))) if role == Role::Donor => {
                    cells.wrong("roles", site, What::TakesFood);
                }
                Ok((_, Some(SiteKind::Donor))) if role == Role::Point => {
                    cells.wrong("roles", site, What::GivesFood);
                }
                Ok((code, _)) => roles.push((role, Some(code))),
            },
            _ => cells.wrong("roles", word, What::Role),
        }
    }
    roles
}
