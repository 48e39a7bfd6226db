//! What people call columns and words, beside the names that files of the program itself have.

use crate::domain::text::folded;

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
        "note" => &["notes", "annotazioni", "osservazioni"],
        "home" => &["sede", "deposito", "magazzino", "rimessa", "base", "luogo", "depot"],
        "crates" => &["casse", "n_casse", "numero_casse", "cassette", "posti_cassa"],
        "max_kg" => {
            &["kg_massimi", "kg_max", "kg", "portata", "portata_kg", "portata_in_kg", "portata_massima", "peso_massimo"]
        }
        "kg" => &["chili", "chilogrammi", "peso", "peso_kg", "kilograms", "weight"],
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

/// The word of the domain for what people write in a column, or what they wrote, in lower case.
pub(super) fn word(column: &str, text: &str) -> String {
    let text = folded(text);
    let word = match (column, text.as_str()) {
        ("kind", "negozio" | "donatore" | "supermercato" | "shop" | "forno" | "panificio") => "donor",
        ("kind", "punto" | "punto di distribuzione" | "emporio" | "mensa" | "ente") => "point",
        ("kind", "magazzino" | "deposito" | "hub logistico" | "warehouse") => "hub",
        ("roles", "autista" | "volontario" | "conducente") => "driver",
        ("roles", "coordinatore" | "coordinatrice" | "coordinamento") => "coordinator",
        ("roles", "negozio" | "donatore" | "supermercato" | "shop") => "donor",
        ("roles", "punto" | "emporio" | "mensa") => "point",
        ("language", "italiano" | "italian" | "ita") => "it",
        ("language", "inglese" | "english" | "eng") => "en",
        ("category" | "refuses", "pane" | "panetteria" | "pane e dolci") => "bread",
        ("category" | "refuses", "ortofrutta" | "frutta" | "verdura" | "frutta e verdura") => "produce",
        ("category" | "refuses", "latticini" | "latte" | "latte e panna") => "dairy",
        ("category" | "refuses", "formaggi" | "formaggio" | "yogurt" | "formaggi e yogurt") => "cheese",
        ("category" | "refuses", "carne") => "meat",
        ("category" | "refuses", "pollame" | "pollo") => "poultry",
        ("category" | "refuses" | "class", "pesce") => "fish",
        ("category" | "refuses", "gastronomia" | "salumi" | "banco") => "deli",
        ("category" | "refuses", "surgelati" | "surgelato") => "frozen",
        ("category" | "refuses", "pasti" | "pasto" | "pasti pronti" | "cucinato") => "meal",
        ("category" | "refuses", "secco" | "scatolame" | "dispensa") => "dry",
        ("class", "ambiente" | "temperatura ambiente") => "ambient",
        ("class", "frigo" | "fresco" | "refrigerato") => "chilled",
        ("class", "congelatore" | "surgelato" | "surgelati" | "congelato") => "frozen",
        ("class", "caldo") => "hot",
        ("date_kind", "scadenza" | "da consumare entro" | "da consumarsi entro" | "use by") => "use-by",
        ("date_kind", "tmc" | "preferibilmente" | "preferibilmente entro" | "best before") => "best-before",
        ("date_kind", "nessuna" | "senza" | "senza data") => "none",
        (_, other) => other,
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_by_their_words() {
        assert_eq!(heading(" Orari di apertura "), "orari_di_apertura");
        assert_eq!(heading("Portata (KG)"), "portata_kg");
        assert_eq!(heading("Città"), "citta");
        assert_eq!(word("kind", "Emporio"), "point");
        assert_eq!(word("kind", "Donor"), "donor");
    }
}
