//! Reads the server's pages well enough to know their links and forms. They are well formed, because maud writes them.

use std::collections::BTreeMap;

/// An element as its opening tag says it.
#[derive(Debug, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The text up to the next tag.
    pub text: String,
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.contains_key(attribute)
    }
}

/// Every tag in order, closing ones with a slash before their name.
pub fn elements(page: &str) -> Vec<Element> {
    let tags = page.split('<').skip(1).filter(|tag| !tag.starts_with('!'));
    tags.filter_map(|tag| {
        let end = end_of_tag(tag)?;
        let (tag, text) = (&tag[..end], &tag[end + 1..]);
        let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        Some(Element { name: name.to_owned(), attributes: attributes(rest), text: unescaped(text) })
    })
    .collect()
}

/// Where the tag closes: the first `>` outside of quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })
}

fn attributes(mut rest: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        let length = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if length == 0 {
            return found;
        }
        let (name, after) = rest.split_at(length);
        match after.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
            Some((value, after)) => {
                found.insert(name.to_owned(), unescaped(value));
                rest = after;
            }
            None => {
                found.insert(name.to_owned(), String::new());
                rest = after;
            }
        }
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What a person can put into one field of a form: each of these in turn.
#[derive(Debug, Clone)]
pub struct Control {
    pub name: String,
    /// The values it may send; nothing where it may send none, as a box that is not ticked.
    pub choices: Vec<Option<String>>,
}

/// A form with what it sends and where to.
#[derive(Debug, Clone)]
pub struct Form {
    pub post: bool,
    pub action: String,
    pub controls: Vec<Control>,
}

impl Form {
    /// The names of its fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.controls.iter().map(|control| control.name.as_str())
    }

    /// What it sends when each field has its `turn`th choice.
    pub fn filled<'f>(&'f self, turn: usize) -> Vec<(&'f str, String)> {
        let choice = |control: &Control| control.choices[turn % control.choices.len()].clone();
        let value = |control: &'f Control| Some((control.name.as_str(), choice(control)?));
        self.controls.iter().filter_map(value).collect()
    }

    /// How many turns it takes until every choice of every field was sent, also beside others than the first time.
    pub fn turns(&self) -> usize {
        2 * self.controls.iter().map(|control| control.choices.len()).max().unwrap_or(1)
    }
}

/// Every form of a page, with its controls and the buttons elsewhere that send it.
pub fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<(Option<String>, Form)> = Vec::new();
    let mut outside: Vec<(String, Control)> = Vec::new();
    let mut open: Option<usize> = None;
    let mut list: Option<(String, Vec<Option<String>>)> = None;
    for element in elements(page) {
        match element.name.as_str() {
            "form" => {
                open = Some(forms.len());
                let form = Form {
                    post: element.get("method") == Some("post"),
                    action: element.get("action").unwrap_or_default().to_owned(),
                    controls: Vec::new(),
                };
                forms.push((element.get("id").map(str::to_owned), form));
            }
            "/form" => open = None,
            "select" => list = element.get("name").map(|name| (name.to_owned(), Vec::new())),
            "option" => {
                if let Some((_, choices)) = &mut list {
                    let value = Some(element.get("value").unwrap_or_default().to_owned());
                    let at = if element.has("selected") { 0 } else { choices.len() };
                    choices.insert(at, value);
                }
            }
            "/select" => {
                if let (Some((name, choices)), Some(at)) = (list.take(), open) {
                    let choices = if choices.is_empty() { vec![None] } else { choices };
                    forms[at].1.controls.push(Control { name, choices });
                }
            }
            "input" | "textarea" | "button" => {
                let (Some(name), Some(choices)) = (element.get("name"), choices(&element)) else { continue };
                let control = Control { name: name.to_owned(), choices };
                match (element.get("form"), open) {
                    (Some(id), _) => outside.push((id.to_owned(), control)),
                    (None, Some(at)) => add(&mut forms[at].1.controls, control),
                    (None, None) => panic!("{name} stands outside of every form"),
                }
            }
            _ => {}
        }
    }
    for (id, control) in outside {
        let form = forms.iter_mut().find(|(known, _)| known.as_deref() == Some(&*id));
        add(&mut form.unwrap_or_else(|| panic!("no form {id} for {}", control.name)).1.controls, control);
    }
    forms.into_iter().map(|(_, form)| form).collect()
}

/// Radio buttons, boxes and buttons of one name are one control.
fn add(controls: &mut Vec<Control>, control: Control) {
    match controls.iter_mut().find(|known| known.name == control.name) {
        Some(known) => known.choices.extend(control.choices),
        None => controls.push(control),
    }
}

fn choices(element: &Element) -> Option<Vec<Option<String>>> {
    let value = element.get("value").unwrap_or_default().to_owned();
    let kind = element.get("type").unwrap_or("text");
    Some(match (element.name.as_str(), kind) {
        ("button", "button") => return None,
        ("button", _) | (_, "hidden" | "radio") => vec![Some(value)],
        (_, "checkbox") => vec![Some(value), None],
        (_, "file") => vec![None],
        ("textarea", _) => vec![Some(element.text.trim().to_owned()), Some("nota".to_owned())],
        _ => vec![Some(value), Some("0".to_owned()), Some(String::new()), Some("1".to_owned())],
    })
}

/// The addresses on this site that a page leads to.
pub fn links(page: &str) -> Vec<String> {
    let hrefs = elements(page).into_iter().filter(|element| element.name == "a");
    hrefs.filter_map(|element| element.attributes.get("href").filter(|href| href.starts_with('/')).cloned()).collect()
}
