//! What people call columns and words, beside the names that files of the program itself have.

use crate::app::import::File;
use crate::domain::text::folded;
use crate::words::Lang;
use jiff::civil::Date;

/// A heading as it is compared: lower case, without accents, its words joined by `_`.
pub(super) fn heading(text: &str) -> String {
    let plain: String = folded(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("_")
}

/// Other names of a column.
pub(super) fn of_column(column: &str) -> &'static [&'static str] {
    match column {
        "code" => &["codice", "cod", "id", "sigla"],
        "kind" => &["tipo", "type", "tipologia"],
        "name" => &["nome", "denominazione", "nominativo", "ragione_sociale", "descrizione", "nome_e_cognome"],
        "town" => &["comune", "citta", "paese", "localita", "city", "municipality"],
        "opening" => {
            &["orari", "orario", "apertura", "orari_di_apertura", "orario_di_apertura", "opening_hours", "hours"]
        }
        "inhabitants" => &["abitanti", "popolazione", "residenti", "numero_abitanti", "population"],
        "address" => &["indirizzo", "via"],
        "lat" => &["latitudine", "latitude"],
        "lon" => &["longitudine", "longitude", "lng", "long"],
        "phone" => &["telefono", "tel", "cellulare", "cell", "numero_di_telefono", "recapito", "telephone", "mobile"],
        "service_minutes" => &["minuti", "minuti_sosta", "minuti_di_sosta", "sosta_minuti", "durata_sosta", "minutes"],
        "families" => &["famiglie", "nuclei", "nuclei_familiari", "n_famiglie"],
        "persons" => &["persone", "assistiti", "n_persone", "people"],
        "crates_ambient" => &["casse_ambiente", "casse_secco", "posto_ambiente", "ambiente", "ambient"],
        "crates_chilled" => &["casse_fresco", "casse_frigo", "casse_refrigerato", "posto_frigo", "frigo", "chilled"],
        "crates_fish" => &["casse_pesce", "posto_pesce", "pesce"],
        "crates_frozen" => {
            &["casse_surgelati", "casse_surgelato", "casse_congelatore", "posto_congelatore", "surgelati"]
        }
        "crates_hot" => &["casse_caldo", "casse_caldi", "posto_caldo", "caldo"],
        "refuses" => &["rifiuta", "non_prende", "non_accetta", "non_ritira", "rifiutati"],
        "open_holidays" => &["aperto_festivi", "aperto_nei_festivi", "aperto_i_festivi", "festivi", "open_on_holidays"],
        "notes" => &["note", "annotazioni", "appunti", "osservazioni"],
        "note" => &["note", "notes", "annotazioni", "osservazioni"],
        "home" => &["sede", "deposito", "magazzino", "rimessa", "base", "luogo", "depot"],
        "crates" => &["casse", "n_casse", "numero_casse", "cassette", "posti_cassa"],
        "max_kg" => {
            &["kg_massimi", "kg_max", "kg", "portata", "portata_kg", "portata_in_kg", "portata_massima", "peso_massimo"]
        }
        "kg" => &["chili", "chilogrammi", "peso", "peso_kg", "kilograms", "weight"],
        "first" => &["dal", "dal_giorno", "primo_giorno", "da", "inizio", "from"],
        "last" => &["al", "al_giorno", "fino_al", "ultimo_giorno", "a", "fine", "until", "to"],
        "reason" => &["motivo", "causa", "perche", "why"],
        "refrigerated" => &["refrigerato", "frigo", "furgone_frigo", "frigorifero"],
        "insulated_crates" => &["casse_isotermiche", "casse_coibentate", "casse_isolate", "isotermiche"],
        "roles" => &["ruoli", "ruolo", "role", "mansione", "mansioni"],
        "language" => &["lingua"],
        "date" => &["data", "giorno", "giorni", "day", "days"],
        "person" => &["persona", "autista", "volontario", "conducente", "driver"],
        "vehicle" => &["mezzo", "veicolo", "furgone", "automezzo", "van"],
        "from" => &["dalle", "da", "inizio", "ora_inizio", "ore_da", "dalle_ore"],
        "until" => &["alle", "a", "fine", "ora_fine", "ore_a", "fino_alle", "alle_ore", "to"],
        "start" => &["partenza", "parte_da", "luogo_di_partenza"],
        "end" => &["arrivo", "finisce_a", "luogo_di_arrivo", "rientro"],
        "break" => &["pausa", "rest"],
        "site" => &["luogo", "negozio", "donatore", "punto_vendita", "supermercato", "shop"],
        "category" => &["categoria", "prodotto", "alimento", "cibo", "food"],
        "class" => &["conservazione", "classe", "storage"],
        "date_kind" => &["tipo_data", "tipo_scadenza", "tipo_di_data", "tipo_di_scadenza"],
        "shelf_date" => &["scadenza", "data_scadenza", "data_di_scadenza", "tmc", "expiry"],
        "ready_from" => &["pronto_dalle", "ritiro_dalle", "dalle", "disponibile_dalle"],
        "ready_until" => &["pronto_fino_alle", "ritiro_entro", "ritiro_entro_le", "entro_le", "alle", "fino_alle"],
        "zone" => &["fuso", "fuso_orario", "time_zone", "timezone"],
        _ => &[],
    }
}

/// Whether a heading names a column.
pub(super) fn is_column(text: &str, column: &str) -> bool {
    let heading = heading(text);
    heading == column || of_column(column).contains(&heading.as_str())
}

/// A column as its reader calls it.
pub fn column(lang: Lang, column: &'static str) -> &'static str {
    match lang {
        Lang::It => of_column(column).first().copied().unwrap_or(column),
        Lang::En => column,
    }
}

/// What stands in a column, in the words of a language: as somebody could write it.
pub fn value(lang: Lang, column: &str, text: &str) -> String {
    let of = match column {
        "kind" => WordsOf::Kind,
        "category" | "refuses" => WordsOf::Category,
        "class" => WordsOf::Class,
        "roles" => WordsOf::Role,
        "refrigerated" | "open_holidays" => WordsOf::YesOrNo,
        "reason" => WordsOf::Reason,
        "date" | "shelf_date" | "first" | "last" => {
            let date = text.parse::<Date>();
            return date.map_or_else(|_| text.to_owned(), |date| date.strftime("%d/%m/%Y").to_string());
        }
        _ => return text.to_owned(),
    };
    let word = |word: &str| match word.split_once(':') {
        Some((word, at)) => format!("{}:{at}", of.named(lang, word)),
        None => of.named(lang, word),
    };
    let parts = |sign: &str| text.split(sign).map(word).collect::<Vec<_>>().join(sign);
    if text.contains("; ") { parts("; ") } else { parts(", ") }
}

/// The file that a name of a file or a sheet means.
pub(super) fn file(name: &str) -> Option<File> {
    let name = heading(name);
    Some(match name.as_str() {
        "area" | "zona" => File::Area,
        "towns" | "comuni" => File::Towns,
        "boundaries" | "confini" => File::Boundaries,
        "sites" | "luoghi" | "siti" | "places" => File::Sites,
        "vehicles" | "mezzi" | "veicoli" | "furgoni" | "automezzi" | "vans" => File::Vehicles,
        "downtimes" | "fermi" | "fermi_mezzi" | "fermo_mezzi" | "mezzi_fermi" | "unavailable" => File::Downtimes,
        "people" | "persone" | "volontari" => File::People,
        "shifts" | "turni" => File::Shifts,
        "announcements" | "lots" | "lotti" | "annunci" | "cibo" | "food" => File::Announcements,
        _ => return None,
    })
}

/// What a word in a cell can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsOf {
    Kind,
    Role,
    Language,
    Category,
    Class,
    DateKind,
    YesOrNo,
    /// Why a vehicle cannot drive.
    Reason,
}

/// Words of the domain, each with what people call it: the Italian name first.
type Named = (&'static str, &'static [&'static str]);

const KINDS: &[Named] = &[
    ("donor", &["negozio", "donatore", "supermercato", "shop", "forno", "panificio"]),
    ("point", &["punto", "punto di distribuzione", "emporio", "mensa", "ente"]),
    ("hub", &["magazzino", "deposito", "warehouse"]),
];
const ROLES: &[Named] = &[
    ("coordinator", &["coordinatore", "coordinatrice", "coordinamento"]),
    ("driver", &["autista", "volontario", "conducente"]),
    ("donor", &["negozio", "donatore", "supermercato", "shop"]),
    ("point", &["punto", "emporio", "mensa"]),
];
const LANGUAGES: &[Named] = &[("it", &["italiano", "italian", "ita"]), ("en", &["inglese", "english", "eng"])];
const CATEGORIES: &[Named] = &[
    ("bread", &["pane", "panetteria", "pane e dolci"]),
    ("produce", &["ortofrutta", "frutta", "verdura", "frutta e verdura"]),
    ("dairy", &["latticini", "latte", "latte e panna"]),
    ("cheese", &["formaggi", "formaggio", "yogurt", "formaggi e yogurt"]),
    ("meat", &["carne"]),
    ("poultry", &["pollame", "pollo"]),
    ("fish", &["pesce"]),
    ("deli", &["gastronomia", "salumi", "banco"]),
    ("frozen", &["surgelati", "surgelato"]),
    ("meal", &["pasti", "pasto", "pasti pronti", "cucinato"]),
    ("dry", &["secco", "scatolame", "dispensa"]),
];
const CLASSES: &[Named] = &[
    ("ambient", &["ambiente", "temperatura ambiente"]),
    ("chilled", &["frigo", "fresco", "refrigerato"]),
    ("fish", &["pesce"]),
    ("frozen", &["congelatore", "surgelato", "surgelati", "congelato"]),
    ("hot", &["caldo"]),
];
const DATE_KINDS: &[Named] = &[
    ("use-by", &["scadenza", "da consumare entro", "da consumarsi entro", "use by"]),
    ("best-before", &["tmc", "preferibilmente", "preferibilmente entro", "best before"]),
    ("none", &["nessuna", "senza", "senza data"]),
];
const YES_OR_NO: &[Named] = &[
    ("yes", &["sì", "si", "si'", "s", "y", "true", "vero", "1", "x"]),
    ("no", &["no", "n", "false", "falso", "0", "-"]),
];

const REASONS: &[Named] = &[
    ("repair", &["riparazione", "officina", "guasto", "garage"]),
    ("inspection", &["revisione", "tagliando", "collaudo", "service"]),
    ("lent", &["prestito", "in prestito", "prestato"]),
    ("other", &["altro"]),
];

impl WordsOf {
    fn table(self) -> &'static [Named] {
        match self {
            Self::Kind => KINDS,
            Self::Role => ROLES,
            Self::Language => LANGUAGES,
            Self::Category => CATEGORIES,
            Self::Class => CLASSES,
            Self::DateKind => DATE_KINDS,
            Self::YesOrNo => YES_OR_NO,
            Self::Reason => REASONS,
        }
    }

    /// The word of the domain for what people wrote, or what they wrote, in lower case.
    pub(super) fn known(self, text: &str) -> String {
        let text = folded(text);
        let known =
            self.table().iter().find(|(word, names)| *word == text || names.iter().any(|name| folded(name) == text));
        known.map_or(text, |(word, _)| (*word).to_owned())
    }

    /// A word of the domain in the words of a language.
    fn named(self, lang: Lang, word: &str) -> String {
        let known = self.table().iter().find(|(known, _)| *known == word);
        let name = known.and_then(|(_, names)| names.first()).filter(|_| lang == Lang::It);
        name.copied().unwrap_or(word).to_owned()
    }

    /// The words of a language.
    pub(super) fn words(self, lang: Lang) -> impl Iterator<Item = &'static str> {
        self.table().iter().map(move |(word, names)| match lang {
            Lang::It => names.first().copied().unwrap_or(*word),
            Lang::En => *word,
        })
    }

    /// What can stand in a cell, in the words of a language.
    pub(super) fn shown(self, lang: Lang) -> String {
        self.words(lang).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_by_their_words() {
        assert_eq!(heading(" Orari di apertura "), "orari_di_apertura");
        assert_eq!(heading("Portata (KG)"), "portata_kg");
        assert_eq!(heading("Città"), "citta");
        assert_eq!(WordsOf::Kind.known("Emporio"), "point");
        assert_eq!(WordsOf::Kind.known("Donor"), "donor");
        assert_eq!(WordsOf::YesOrNo.known("Si"), "yes");
        assert_eq!(file("Lotti"), Some(File::Announcements));
        assert_eq!(file("Foglio1"), None);
    }
}
