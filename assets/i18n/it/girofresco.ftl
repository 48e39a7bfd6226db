# Frasi semplici, dando del tu, al massimo dodici parole l'una.
# Ogni chiave deve stare anche in en/girofresco.ftl, con gli stessi argomenti.

### common

app-name = Girofresco
app-description = Il cibo che avanza, oggi stesso a chi serve.
skip-to-content = Vai al contenuto
more = Altro
count-all = Tutte ({ $n })
sheet-open = Foglio da stampare
sheet-back = Torna al giro
sheet-coordinators = Se serve, chiama:
sheet-lot = Lotto
sheet-food = Cibo
sheet-crates = Casse
sheet-counted = Contate
sheet-time = Ora
sheet-signature-there = Firma
sheet-signature = Firma di chi guida ____________________
list-pages = Pagine dell'elenco
list-page = Pagina { $page } di { $pages }
list-before = Indietro
list-after = Avanti
more-network = La rete
more-fleet = Furgoni, auto, chi guida e quando.
more-fairness = Quanto è arrivato a ogni punto.
more-upload = Luoghi, persone e turni da un file.
more-food = Il cibo
more-trace = Dove è passato un lotto, e i richiami.
more-rules = Le regole
more-start = Che cosa serve per il primo giro.
more-closures = Quando i luoghi restano chiusi.
more-clock = Piano, avvisi e chiusura del giorno.
more-limits = Gradi e minuti fuori dal frigo.
more-policy = Quanto pesano equità, autisti e chilometri.
save = Salva
correct = Correggi
search = Cerca
print = Stampa
copy = Copia
copied = Copiato
share = Condividi
call = Chiama
call-person = Chiama { $name }
navigate = Indicazioni
optional = se vuoi
from-until = dalle { $from } alle { $until }
language = Lingua
language-it = Italiano
language-en = English
logout = Esci
other-role = Passa a { $role }
main-navigation = Sezioni
demo-banner = Prova: i dati sono inventati.
demo-clock = Ore { $time }
estimate = tempi stimati
plus = Uno in più: { $what }
plus-many = { $n } in più: { $what }
minus = Uno in meno: { $what }
half-degree-more = Mezzo grado in più
half-degree-less = Mezzo grado in meno
minus-sign = Sotto zero
today = oggi
tomorrow = domani
yesterday = ieri
other-date = Un altro giorno
crates = { $n ->
    [one] 1 cassa
   *[other] { $n } casse
  }
crates-unit = { $n ->
    [one] cassa
   *[other] casse
  }
lots = { $n ->
    [one] 1 lotto
   *[other] { $n } lotti
  }
stops = { $n ->
    [one] 1 tappa
   *[other] { $n } tappe
  }
stops-left = { $n ->
    [0] Giro finito
    [one] Manca 1 tappa
   *[other] Mancano { $n } tappe
  }
stop-now = prossima tappa
stop-done = fatta
stop-skipped = saltata
families = { $n ->
    [one] 1 famiglia
   *[other] { $n } famiglie
  }
persons = { $n ->
    [one] 1 persona
   *[other] { $n } persone
  }
kilograms = { $value }{"\u00A0"}kg
kilometres = { $value }{"\u00A0"}km
metres = { $value }{"\u00A0"}m
minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minuti
  }
hours = { $n ->
    [one] 1 ora
   *[other] { $n } ore
  }
hours-minutes = { $hours }{"\u00A0"}h{"\u00A0"}{ $minutes }{"\u00A0"}min
celsius = { $value } °C
done-of-total = { $done } di { $total }
target-value = obiettivo { $value }
date-long = { $weekday } { $day } { $month }
date-long-year = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $day }/{ $month }
date-short-year = { $weekday } { $day }/{ $month }/{ $year }
weekday-1 = lunedì
weekday-2 = martedì
weekday-3 = mercoledì
weekday-4 = giovedì
weekday-5 = venerdì
weekday-6 = sabato
weekday-7 = domenica
weekday-short-1 = lun
weekday-short-2 = mar
weekday-short-3 = mer
weekday-short-4 = gio
weekday-short-5 = ven
weekday-short-6 = sab
weekday-short-7 = dom
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre

role-donor = Negozio
role-driver = Autista
role-point = Punto
role-coordinator = Coordinamento

tab-donor-today = Oggi
tab-donor-announce = Annuncia
tab-donor-pickups = Ritiri
tab-donor-history = Storico
tab-driver-round = Giro
tab-driver-problem = Problema
tab-driver-end = Fine giro
tab-point-arrivals = In arrivo
tab-point-stock = Scorte
tab-point-handouts = Consegne
tab-point-history = Storico
tab-coordinator-today = Oggi
tab-coordinator-alarms = Allarmi
tab-coordinator-plan = Piano
tab-coordinator-trace = Tracciabilità
tab-coordinator-sites = Luoghi
tab-coordinator-fleet = Mezzi e turni
tab-coordinator-people = Persone

category-bread = Pane
category-produce = Frutta e verdura
category-dairy = Latte e ricotta
category-cheese = Yogurt e formaggi
category-meat = Carne rossa
category-poultry = Pollame
category-fish = Pesce
category-deli = Salumi e gastronomia
category-frozen = Surgelati
category-meal = Pasti pronti
category-dry = Dispensa

storage-ambient = Temperatura ambiente
storage-chilled = Frigo
storage-fish = Pesce su ghiaccio
storage-frozen = Congelatore
storage-hot = Caldo

date-use-by = Scadenza
date-best-before = Meglio entro
date-use-by-on = Scadenza { $date }
date-use-by-unread = Scadenza da leggere sull'etichetta
date-best-before-on = Meglio entro { $date }
date-best-before-unread = «Meglio entro» da leggere sull'etichetta

reject-too-warm = Troppo caldo
reject-broken = Confezione rotta
reject-expired = Scaduto
reject-other = Altro
warm-cold-inside = Dentro è freddo
warm-just-out = È fuori dal frigo da pochi minuti
warm-eaten-at-once = Si cuoce o si mangia subito

temperature-question = Quanti gradi segna il termometro?
undo-done = Fatto.
deed-collected = Ritirato da { $place }.
deed-delivered = Consegnato: { $place }.
deed-stop = Tappa confermata: { $place }.
deed-miss = Tappa saltata: { $place }.
deed-found = Cibo trovato: { $place }.
deed-announce = { $n ->
    [one] Annunciata { $n } cassa per { $day }.
   *[other] Annunciate { $n } casse per { $day }.
}
deed-nothing = Niente { $day }: lo sappiamo.
deed-reduce = { $n ->
    [one] { $n } cassa tolta dall'annuncio.
   *[other] { $n } casse tolte dall'annuncio.
}
deed-set-down = { $n ->
    [one] { $n } cassa lasciata: { $place }.
   *[other] { $n } casse lasciate: { $place }.
}
deed-check-in = { $n ->
    [one] { $n } cassa controllata.
   *[other] { $n } casse controllate.
}
deed-hand-out = { $n ->
    [one] { $n } cassa data alle famiglie.
   *[other] { $n } casse date alle famiglie.
}
deed-discard = { $n ->
    [one] { $n } cassa buttata.
   *[other] { $n } casse buttate.
}
deed-photo = Foto salvata.
deed-problem = Il coordinatore è avvisato.
deed-end-round = Giro finito.
deed-reopen-round = Giro riaperto.
deed-halt = Mezzo fermo: il coordinatore lo sa.
deed-go-on = Il mezzo riparte.
deed-decline = Lotto rifiutato.
deed-publish = Piano pubblicato.
deed-undo = Annullato.
undo = Annulla
cold-deadline = Consegna entro le { $time } ({ $n ->
    [one] 1 minuto
   *[other] { $n } minuti
  }).
cold-late = Tempo scaduto alle { $time }. Chiama il coordinatore.
photo-add = Fai una foto
photo-chosen = Foto pronta

lot-named = Lotto { $number }, { $category }
date-use-by-past = Scaduto il { $date }
date-best-before-past = Meglio entro il { $date }, già passato
holder-supplier = Fuori dalla rete
holder-discarded = Buttato
holder-handover = { $site }, da controllare
holder-families = Famiglie di { $site }
said-taken-by-other = Lotto { $lot }: l'ha già preso il giro { $round } ({ $time }).
said-more-than-announced = Lotto { $lot }: { $n ->
    [one] 1 cassa
   *[other] { $n } casse
  } in più dell'annuncio. Registrato.
said-left-behind = Lotto { $lot }: { $n ->
    [one] resta 1 cassa
   *[other] restano { $n } casse
  }. Serve un altro ritiro.
said-stays-on-board = Lotto { $lot }: { $n ->
    [one] 1 cassa torna
   *[other] { $n } casse tornano
  } sul mezzo. L'autista lo vede.
said-out-of-range = { $category }: { $read } è fuori dai limiti. Avvisa il coordinatore.
said-cold-limit-passed = Lotto { $lot }: troppo tempo fuori dal frigo. Controlla bene.
said-not-as-planned = Non era nel piano. Registrato, il coordinatore lo vede.
said-clock-off = L'orologio del telefono è sbagliato. Uso quello del server.
reason-on-the-way = { $seconds ->
    [0] Proprio di strada
   *[other] Di strada: { $time } in più
  }
reason-fair-share = In 28 giorni { $point } a persona, la rete { $network }
reason-only-before-cold-limit = L'unico raggiungibile prima che si scaldi
reason-only-open = L'unico aperto a quell'ora
reason-only-room = L'unico con posto
reason-last-resort = Nessun punto può prenderlo oggi
reason-promised = Già promesso a questo punto
left-no_driver = Nessun autista
left-shop_closed = Il negozio è chiuso quel giorno, o quando il cibo è pronto
left-no_vehicle_in_window = Nessun mezzo libero in quell'orario
left-refused = Nessun punto prende questo prodotto
left-no_point_open = Nessun punto aperto quando arriverebbe
left-no_room = Nessun punto ha posto
left-vehicle_full = Mezzi pieni
left-cold_limit = Resterebbe troppo fuori dal frigo
left-use_by = Scaduto, o lo sarebbe all'arrivo
left-shift_too_short = I turni finiscono troppo presto
fix-open-longer = Basta che { $site } resti aperto { $time } in più
fix-longer-shift = Basta un turno più lungo di { $time }
fix-more-room = Basta posto per { $n ->
    [one] 1 cassa
   *[other] { $n } casse
  } a { $site }
fix-insulated-boxes = Bastano contenitori isotermici sul mezzo
fix-one-more-driver = Basta un autista in più
why-withdrawn = ritirato dal negozio
why-not_there = non c'era
why-more_there = più dell'annuncio
why-unfit = non adatto
why-too_warm = troppo caldo
why-broken = confezione rotta
why-expired = scaduto
why-other = altro
why-returned = riportato
why-cold_inside = dentro è freddo
why-just_out = fuori dal frigo da pochi minuti
why-eaten_at_once = si cuoce o si mangia subito
why-correction = correzione
why-bought = acquistato
flag-other_round = Fatto da un altro giro
flag-other_place = Consegnato in un altro posto
flag-unplanned = Non era nel piano
flag-more_than_announced = Più dell'annuncio
flag-more_than_planned = Più di quanto il piano dà a questo punto
flag-temperature = Temperatura fuori dai limiti
flag-clock_off = Orologio del telefono sbagliato
flag-cold_limit = Limite del freddo superato
problem-late = In ritardo
problem-vehicle = Guasto al mezzo
problem-road = Strada chiusa
problem-person = Non posso continuare
problem-other = Altro
outcome-done = Fatto
outcome-closed = Era chiuso
outcome-unreachable = Non raggiungibile
outcome-reopened = Riaperto
alarm-cold = Catena del freddo
alarm-no-place = Cibo che nessuno ritira
alarm-nowhere-to-go = A bordo senza destinazione
alarm-still-aboard = Cibo rimasto a bordo
alarm-no-driver = Giro senza autista
alarm-overlap = Due turni nelle stesse ore
alarm-broken = Il piano non va più bene
alarm-driver-gone = Non guida più
alarm-vehicle-gone = Mezzo fermo
alarm-late = Giro in ritardo
alarm-problem = Problema in giro
alarm-unchecked = Consegna da controllare
alarm-conflict = Conferma in conflitto
alarm-flagged = Diverso dal piano
alarm-no-plan = Manca il piano di oggi
alarm-nobody-drives = Cibo annunciato e nessuno che guida
alarm-nobody-opens = Cibo annunciato e nessun punto aperto
alarm-open-shift = Nessuno prende questo turno

alarm-missing = Conferme mancanti
alarm-held = Conferme da un telefono bloccato
alarm-off-plan = Tappa non fatta, fuori dal piano
alarm-push-blocked = Avvisi che non arrivano
alarms-off-plan = La tappa non era più nel piano.
date-none = Senza data
other-site = Un altro luogo
week-of = Settimana del { $date }
day = Giorno
crates-and-kilograms = { $crates }, { $kilograms }
percent = { $value }{"\u00A0"}%
day-by-day = Giorno per giorno

### donor

donor-push = Hai cibo da donare { $day }?
donor-announce = Annuncia
donor-like-yesterday = Come ieri
donor-nothing = Niente { $day }
donor-said-nothing = Niente
donor-announced = Annunciato. Passiamo tra le { $from } e le { $until }.
donor-announce-how = Quante casse? Tocca più per ogni tipo di cibo.
donor-announce-more = Annuncia altro
donor-announced-for = Annunciato per { $date }
donor-no-plan-yet = Annunciato. Ti diciamo a che ora appena c'è il giro.
donor-who-comes = Viene { $driver } con { $vehicle }.
donor-who-came = { $driver }, { $vehicle }
donor-late = { $n } minuti di ritardo
donor-collected = Ritirato alle { $time }. Grazie!
donor-visit-closed = Siamo passati alle { $time }: era chiuso.
donor-visit-unreachable = Alle { $time } non siamo riusciti ad arrivare.
donor-coordinator-knows = Il coordinatore lo sa e cerca un altro giro.
donor-not-carried = { $n ->
    [one] 1 lotto non ha ancora un giro
   *[other] { $n } lotti non hanno ancora un giro
  }
donor-after-plan = È arrivato dopo il piano di oggi.
donor-coordinator-looks = Il coordinatore lo vede e cerca una soluzione.
donor-nothing-said = Va bene, { $day } niente. Grazie di avercelo detto!
donor-changed-mind = È avanzato qualcosa? Annuncialo pure.
donor-waiting = { $n ->
    [one] 1 cassa aspetta il ritiro
   *[other] { $n } casse aspettano il ritiro
  }
donor-fate-collected = { $n ->
    [one] 1 cassa ritirata ({ $time })
   *[other] { $n } casse ritirate ({ $time })
  }
donor-fate-returned = { $n ->
    [one] 1 cassa riportata ({ $time })
   *[other] { $n } casse riportate ({ $time })
  }
donor-fate-withdrawn = { $n ->
    [one] 1 cassa: l'hai tolta tu
   *[other] { $n } casse: le hai tolte tu
  }
donor-fate-not-there = { $n ->
    [one] 1 cassa non c'era
   *[other] { $n } casse non c'erano
  }
donor-fate-refused = { $n ->
    [one] 1 cassa non presa: { $why }
   *[other] { $n } casse non prese: { $why }
  }
donor-fate-discarded = { $n ->
    [one] 1 cassa buttata
   *[other] { $n } casse buttate
  }
donor-photo = Guarda la foto
donor-change = Ne resta meno?
donor-how-many-left = Quante casse restano?
donor-withdraw = Togli tutto
donor-date-use-by = Che scadenza ha?
donor-date-use-by-hint = Non la sai? Lascia vuoto: la legge il punto sull'etichetta.
donor-date-best-before = Da consumare preferibilmente entro?
donor-date-best-before-hint = Non lo sai? Lascia vuoto: lo legge il punto sull'etichetta.
donor-details = Altri dettagli
donor-date-kind = Tipo di data
donor-storage = Come si conserva
donor-kilograms = Chili in tutto (se li sai)
donor-kilograms-hint = Se non li scrivi, contiamo il peso solito.
donor-more = Foto, nota, orario
donor-photo-again = La foto non è rimasta. Scegliela di nuovo, se vuoi.
donor-note = Nota per l'autista
donor-note-hint = Per esempio: suona alla porta sul retro.
donor-for-when = Per quando?
donor-for-day = Per { $day }
donor-until = Si può ritirare fino alle
donor-no-pickups = Ancora nessun ritiro.
donor-pickups-planned = In programma
donor-pickups-done = Fatti
donor-no-history = Ancora niente. Il primo annuncio apparirà qui.
donor-given-in-all = donati in 4 settimane
donor-places-reached = luoghi raggiunti
donor-kilograms-by-week = Chili ritirati per settimana
donor-where-it-went = Dove è andato il tuo cibo
donor-where-it-went-hint = Solo quello già arrivato.
donor-by-day = Giorno per giorno, in casse
donor-column-announced = Annunciate
donor-column-collected = Ritirate
donor-column-refused = Non prese
donor-waits = aspetta il ritiro

### driver

driver-picked-up-all = Ritirato tutto
driver-something-missing = Manca qualcosa
driver-delivered = Consegnato
driver-plan-changed = Il giro è cambiato. Ecco la nuova tappa.
driver-call-coordinator = Chiama il coordinatore
driver-round-title = Giro { $number }
driver-round-lead = { $date }, { $vehicle }
driver-round-lead-of = { $date }, { $vehicle }, guida { $name }
driver-round-of = Giro { $number }, { $name }
driver-no-round-title = Il tuo giro
driver-no-plan = Il piano di oggi non c'è ancora.
driver-no-plan-next = Lo vedi qui appena il coordinatore lo pubblica.
driver-no-round = Nessun giro per te oggi.
driver-no-round-next = Dovevi guidare? Chiama il coordinatore.
driver-choose-round = Scegli il giro
driver-other-rounds = Altri giri
driver-unfinished = Un giro non è finito ({ $date }). C'è ancora cibo a bordo.
driver-open-round = Apri quel giro
driver-leave-at = Parti alle { $time }.
driver-leave-at-from = Parti alle { $time } da { $place }.
driver-shift-cancelled = Il tuo turno è annullato. Chiama il coordinatore.
driver-ended-at = Giro finito alle { $time }.
driver-see-summary = Guarda com'è andata
driver-open-next = Prossima tappa
driver-arrive-at = Arrivo alle { $time }
driver-late-by = in ritardo di { $time }
driver-load-line = Carica { $crates }: { $what }
driver-unload-line = Scarica { $crates }: { $what }
driver-crates-to-carry = casse da caricare
driver-way = strada
driver-at-the-wheel = alla guida
driver-expected-end = fine prevista
driver-all-stops = Le tappe
driver-map = Mappa
driver-map-title = Mappa del giro { $number }
driver-map-description = Le tappe in ordine: { $places }.
driver-on-board = A bordo
driver-nothing-on-board = A bordo non c'è niente.
driver-goes-to = Va a { $place }
driver-homeless = { $crates } a bordo senza destinazione.
driver-homeless-next = Scegli qui sotto dove portarle.
driver-all-has-a-place = Tutto ha una destinazione. Cambia solo se serve.
driver-decide-where = Decidi dove portarle
driver-set-down-elsewhere = Lascia in un altro posto
driver-where-to = Dove le lasci?
driver-set-down-here = Lasciate qui
driver-open-until = aperto fino alle { $time }
driver-closed-now = chiuso adesso
driver-refuses-some = di solito non le prende
driver-back-to-shop = Riporta a { $place }
driver-back-to-shop-detail = Solo le casse che vengono da lì
driver-throw-away = Butta
driver-throw-away-lot = Butta: { $lot }
driver-throw-away-last = Solo se nessuno può mangiarlo. Resta scritto perché.
driver-crates-thrown-away = Casse da buttare
driver-hand-on = Condividi il giro
driver-hand-on-hint = Il testo è pronto per WhatsApp.
driver-plan-version = Piano { $version }, pubblicato alle { $time }
driver-message-times = Parti alle { $from }, finisci verso le { $until }
driver-back-to-round = Torna al giro
driver-back-to-stop = Torna alla tappa
driver-stop-of = Tappa { $number } di { $total }
driver-was-planned = previsto { $time }
driver-closed-today = oggi chiuso
driver-closed-then = chiuso quando arrivi
driver-place-approximate = La posizione è solo quella del paese. Guarda l'indirizzo.
driver-note-of-shop = Dal negozio: { $note }
driver-to-load = Da caricare
driver-to-unload = Da scaricare
driver-lot-number = Lotto { $number }
driver-lot-from = { $lot }, da { $place }
driver-lot-to = { $lot }, per { $place }
driver-photo = Foto fatta dal negozio
driver-done = Fatto
driver-not-everything = Non tutto
driver-cannot = Non riesci?
driver-cannot-get-there = Non riesco ad arrivare
driver-add-note = Aggiungi una nota
driver-note = Nota per il coordinatore
driver-temperature = Misura la temperatura (se vuoi)
driver-temperature-of = { $storage }: quanti gradi?
driver-range = Va bene da { $low } a { $high }
driver-range-at-most = Va bene fino a { $high }
driver-range-at-least = Va bene da { $low } in su
driver-how-many-taken = Quante casse prendi?
driver-how-many-set-down = Quante casse lasci?
driver-crates-taken = Casse prese
driver-crates-set-down = Casse lasciate
driver-why-missing = E le altre?
driver-were-not-there = Non c'erano
driver-left-there = Restano lì
driver-left-there-detail = per un altro ritiro
driver-refused = Rifiutate: { $why }
driver-confirm-counted = Conferma così
driver-stop-gone = Il giro è cambiato. Questa tappa non c'è più.
driver-stop-gone-next = Se sei già qui, registra quello che fai.
driver-closed-done = Fatto alle { $time }.
driver-closed-missed = { $outcome } alle { $time }.
driver-recorded = Registrato
driver-was-loaded = caricato
driver-was-set-down = scaricato
driver-was-not-taken = non preso: { $why }
driver-was-moved = spostato
driver-correct-hint = La tappa si riapre. Poi la confermi di nuovo.
driver-problem-title = Che problema c'è?
driver-problem-which = Tocca che cosa succede
driver-late-how-much = Di quanto?
driver-tell-coordinator = Avvisa il coordinatore
driver-problems-told = Già detto
driver-problem-told = Il coordinatore lo vede.
driver-problem-settled = Risolto alle { $time }.
driver-stops-done = Tappe fatte
driver-stops-skipped = Tappe saltate
driver-crates-collected = casse raccolte
driver-crates-delivered = casse consegnate
driver-weight-delivered = di cibo consegnato
driver-brought-back = Riportate
driver-thrown-away = Buttate
driver-way-planned = Strada prevista
driver-empty-first = Il giro finisce quando il mezzo è vuoto.
driver-deliver-to = Consegna a { $place }
driver-end-anyway = Delle altre tappe si occupa il coordinatore.
driver-end-despite = Finisci lo stesso
driver-arrives = arrivo { $time }
driver-open-today = aperto { $spans }
driver-always-open = sempre aperto
driver-was-missed = prima non ci sei riuscito
driver-stops-over = Le tappe sono finite
driver-loaded = Caricato: { $crates }
driver-unloaded = Scaricato: { $crates }
driver-end-button = Il giro è finito
driver-thanks-title = Grazie!
driver-thanks = Giro finito alle { $time }. Buon riposo.
driver-reopen = Riapri il giro
driver-reopen-hint = Se l'hai finito troppo presto.

### point

point-accept-all = Accetta tutti ({ $n })
point-reject-this = Rifiuta questo
point-reject-why = Perché?
point-nothing-comes = Per ora non arriva niente.
point-nothing-comes-today = Se cambia il giro, lo vedi qui.
point-no-plan-yet = Il giro di oggi non c'è ancora. Lo vedi qui.
point-to-check = Da controllare
point-set-down = { $lots }, { $crates }: l'autista li ha lasciati qui.
point-check = Controlla ({ $n })
point-see-lots = Vedi i lotti
point-towards = Verso le { $time }
point-from = da { $donor }
point-planned-were = { $n ->
    [one] ne era prevista 1
   *[other] ne erano previste { $n }
  }
point-why-us = Perché a noi?
point-is-here = È qui: controlla
point-taken-today = Già preso oggi
point-check-title = Controllo
point-degrees = { $storage }: quanti gradi segna il termometro?
point-range-at-most = Va bene fino a { $value }.
point-range-at-least = Va bene da { $value } in su.
point-no-thermometer = Non posso misurare
point-fine = Va bene
point-warm = { $category }: più di { $warmest } è troppo. Rifiutalo, o di' perché lo prendi. Il coordinatore lo vede.
point-warm-why = Perché lo prendi?
point-too-warm = { $category }: è troppo caldo. Rifiutalo.
point-label-use-by = Che scadenza c'è sull'etichetta?
point-label-best-before = Che «meglio entro» c'è sull'etichetta?
point-label-best-before-hint = Se ci sono date diverse, scrivi la prima.
point-how-many-rejected = Quante casse rifiuti?
point-note = Nota (se vuoi)
point-accept-others = Rifiuta quelli segnati, accetta gli altri
point-some-rejected = Alcuni lotti sono segnati da rifiutare.
point-nothing-to-check = Niente da controllare.
point-nothing-to-check-hint = Quando l'autista consegna, i lotti appaiono qui.
point-check-van = Controlla quelli sul mezzo: { $vehicle } ({ $driver })
point-still-on-van = Questi lotti sono ancora sul mezzo ({ $vehicle }).
point-no-stock = Qui non c'è niente.
point-no-stock-hint = Il cibo accettato al controllo appare qui.
point-in-all = in tutto
point-expired-lots = { $n ->
    [one] 1 lotto è scaduto: non si può dare.
   *[other] { $n } lotti sono scaduti: non si possono dare.
  }
point-discard = Butta
point-discard-all = { $n ->
    [one] Butta la cassa
   *[other] Butta { $n } casse
  }
point-how-many-discarded = Quante casse butti?
point-handouts-title = Consegne alle famiglie
point-hub-gives-nothing = Un magazzino non consegna alle famiglie.
point-nothing-to-give = Non c'è niente da consegnare.
point-what-goes-out = Che cosa esce
point-crates-out = Casse che escono
point-to-whom = A quante famiglie
point-families = Famiglie
point-persons = Persone in tutto
point-only-numbers = Solo numeri: niente nomi, mai.
point-hand-out = Consegnato
point-handouts-today = Consegne di oggi
point-no-history = Ancora niente. I primi arrivi appariranno qui.
point-got-in-all = ricevuti in 4 settimane
point-rejected-share = delle casse rifiutate
point-per-person = Chili a persona in 28 giorni
point-here = Qui
point-network = Media della rete
point-per-person-hint = Il piano ne tiene conto, per fare parti giuste.
point-kilograms-by-week = Chili presi per settimana
point-column-taken = Casse prese
point-column-weight = Peso
point-column-rejected = Rifiutate
point-column-given = Alle famiglie
point-see-all-lots = { $n ->
    [one] Vedi il lotto
   *[other] Vedi i { $n } lotti
  }
point-past-best-lots = { $n ->
    [one] 1 lotto oltre il «meglio entro»
   *[other] { $n } lotti oltre il «meglio entro»
  }

### coordinator

coordinator-publish-plan = Pubblica il piano

# day, alarms, plan
map-title = Mappa dei giri: { $area }, { $date }
map-no-rounds = Nessun giro in mappa. Ci sono i comuni e i luoghi.
map-round-says = { $round }: fatte { $done } tappe di { $all }.
map-shop = negozio
map-point = punto
map-hub = magazzino
map-done = fatta
map-now = prossima
day-figures = La giornata in numeri
day-announced = annunciati
day-arrived = ai punti
day-moving = in viaggio
day-stored = in magazzino
day-waiting = da ritirare
day-left = senza posto
day-lost = buttati
day-rounds-out = { $n ->
    [0] Nessun giro per strada, { $all } in tutto
    [one] 1 giro per strada su { $all }
   *[other] { $n } giri per strada su { $all }
  }
day-rounds = Giri
day-round-column = Giro
day-next-column = Prossima tappa
day-done-column = Fatte
day-done = Tappe fatte, { $round }
day-late-column = Ritardo
day-aboard-column = A bordo
day-round = Giro { $number }
day-next-stop = { $site }, { $time }
day-round-ended = Finito alle { $time }
day-round-all-done = Tutte le tappe sono fatte
day-late = in ritardo di { $time }
day-on-board = a bordo { $crates }, { $weight }
day-driver-cannot = L'autista non viene
day-loads = Carica { $crates }: { $what }.
day-unloads = Lascia { $crates }: { $what }.
day-loads-crates = Carica { $crates }.
day-unloads-crates = Lascia { $crates }.
day-go = Vai
day-points = Punti: cosa ricevono
day-shops = Negozi: cosa danno
day-points-empty = { $n ->
    [one] 1 punto non riceve niente
   *[other] { $n } punti non ricevono niente
  }
day-shops-nothing = { $n ->
    [one] 1 negozio ha detto: niente oggi
   *[other] { $n } negozi hanno detto: niente oggi
  }
day-shops-silent = { $n ->
    [one] 1 negozio non ha detto niente
   *[other] { $n } negozi non hanno detto niente
  }
day-delivered = consegnato
day-to-check = { $crates } da controllare
day-all-collected = tutto ritirato
day-still-there = ancora lì { $crates }
day-add-lot = Aggiungi un lotto
day-draft-waits = C'è una bozza di piano
day-draft-made = Calcolata alle { $time }. Nessuno la vede ancora.
day-draft-open = Guarda e pubblica
day-alarms = { $n ->
    [one] 1 cosa chiede attenzione
   *[other] { $n } cose chiedono attenzione
  }
day-no-rounds-yet = I giri compaiono quando pubblichi il piano.
day-no-plan = Non c'è ancora un piano
day-no-plan-next = Il cibo è annunciato. Calcola i giri.
day-nothing-announced = Nessuno ha ancora annunciato cibo
day-nothing-announced-next = Puoi aggiungere tu un lotto per un negozio.
day-back-to-today = Torna a oggi
day-still-on-the-road = Un giro di ieri è ancora in viaggio. Lo segui qui:
announce-for-title = Per quale negozio?
announce-for-search = Cerca un negozio o un comune
announce-for-none-yet = Non c'è ancora nessun negozio: prima aggiungine uno.
announce-for-none = Nessun negozio con questo nome
announce-for-none-next = Prova con meno lettere, o guarda tutti.
announce-for-all = Tutti i negozi
round-as-text = Il giro come messaggio
round-to-alarms = Vai agli allarmi
round-as-driver = Conferma le tappe al suo posto
round-as-shop = Apri come negozio
round-as-point = Apri come punto
round-figures = Parte alle { $from }, finisce alle { $until }. { $way }.
round-done-late = fatta con { $time } di ritardo
round-planned-at = prevista alle { $time }
round-on-board = A bordo
round-goes-to = va a { $site }
round-no-place = nessuna tappa lo scarica
round-who-to-call = Negozi e punti del giro
round-phone = Tel. { $phone }
alarms-none = Tutto tranquillo
alarms-none-next = Se qualcosa va storto, lo vedi qui.
alarms-urgent = Da fare adesso
alarms-later = Da sapere
alarms-since = Dalle { $time }
alarms-open = Apri { $what }
alarms-open-lot = Apri il lotto
alarms-open-stop = Apri la tappa
alarms-plan-again = Ricalcola il piano
alarms-other-driver = Trova un altro autista
alarms-ask-who-passes = Cerca un autista che passi di lì
alarms-check-for-them = Controlla tu
alarms-settle = Risolto
alarms-no-place = { $crates } da ritirare, senza un giro.
alarms-missed = { $site }: { $outcome }. Il cibo è ancora lì.
alarms-came-late = È arrivato dopo il piano.
alarms-nowhere = { $crates } a bordo, e nessuna tappa le scarica.
alarms-still-aboard = { $crates } a bordo da { $date }. Decidi dove vanno.
alarms-no-driver = L'autista ha detto che non viene.
alarms-no-vehicle = Quel giorno il mezzo è fermo.
alarms-drives-no-more = Chi doveva guidare non guida più.
alarms-broken-next = Il piano pubblicato era giusto, poi qualcosa è cambiato. Ricalcola e pubblica.
alarms-gone = { $n ->
    [one] 1 turno cerca chi lo fa
   *[other] { $n } turni cercano chi li fa
  }. Il primo: { $day }.
alarms-gone-next = Dai a ogni turno un autista o un mezzo. Finché manca, il piano non lo usa.
fault-closed = Il luogo è chiuso all'ora prevista.
fault-out_of_use = Il luogo non è più in uso.
fault-other_shift = Il turno ha altri orari o un altro mezzo.
fault-too_much = Il mezzo non porta tutte le casse previste.
fault-no_room = Il luogo non ha posto per tutte le casse previste.
fault-refused = Il luogo non prende questo cibo.
fault-cold = Il cibo resterebbe troppo fuori dal frigo.
fault-use_by = Il cibo arriverebbe dopo la scadenza.
fault-missing = Mancano casse.
fault-order = Le tappe si accavallano.
alarms-overlap = { $what }, { $day }: { $one } e { $other }.
alarms-overlap-next = Il piano usa il secondo turno solo quando il primo è finito. Correggi uno dei due.
alarms-overlap-open = Apri il turno { $hours }
alarms-late = Ritardo: { $time }.
alarms-late-for = { $site } sta aspettando.
alarms-unchecked = { $crates } lasciate al punto. Nessuno le ha controllate.
alarms-no-plan = Il cibo è annunciato e i turni ci sono.
alarms-nobody-food = C'è cibo per { $day }.
alarms-nobody-drives = Nessuno ha un turno: senza autista resta tutto dov'è.
alarms-nobody-opens = Nessun punto e nessun magazzino apre: non c'è dove portarlo.
alarms-cold-over = Il tempo fuori dal frigo è finito alle { $time }.
alarms-cold-will-break = Arriverà dopo le { $time }, il suo limite.
alarms-cold-soon = Va consegnato entro le { $time }.
alarms-cold-broken-next = Fai misurare la temperatura prima di accettarlo.
alarms-cold-soon-next = Chiama l'autista: deve consegnarlo per primo.
alarms-conflict-answered = Ho risposto: «{ $answer }»
alarms-not-taken = Il server non ha preso quello che il telefono ha mandato.
alarms-conflict-next = Chiama e senti com'è andata davvero.
alarms-missing = Dal telefono { $n ->
    [one] manca 1 conferma
   *[other] mancano { $n } conferme
  }, tra le { $from } e le { $until }.
alarms-missing-next = Chiama: forse il telefono è stato cancellato. Segna tu quello che è successo.
alarms-held = { $n ->
    [one] 1 conferma aspetta
   *[other] { $n } conferme aspettano
  } su un telefono che non può più inviare. Non sono registrate.
alarms-held-next = Fai rientrare la persona con un codice, e partono da sole. Oppure segna tu quello che è vero.
alarms-let-in = Fai entrare
alarms-moved = { $crates }: da { $from } a { $to }.
alarms-flagged-why = Preso lo stesso: { $why }.
alarms-by = Registrato da { $name }.
act-announce = annuncio
act-reduce = riduzione di un lotto
act-stop = conferma di una tappa
act-miss = tappa saltata
act-set-down = consegna fuori piano
act-check-in = controllo al punto
act-refused = un invio
act-photo = una foto
act-hand-out = consegna alle famiglie
act-discard = scarto
act-problem = problema
act-end-round = fine giro
act-reopen-round = giro riaperto
act-publish = pubblicazione del piano
act-undo = annullamento
act-halt = mezzo fermo
act-go-on = mezzo di nuovo in strada
act-decline = lotto rifiutato
act-found = cibo trovato in negozio
act-discard-on-board = scarto a bordo
act-import = importazione
act-other = conferma
plan-make = Pianifica
plan-making = Calcolo i giri
plan-placed = Già { $crates } con un posto
plan-past = Questo giorno è passato, senza un piano
plan-drivers = autisti di turno
plan-no-drivers = Nessun autista ha un turno in questo giorno.
plan-stop-over = La visita finisce dopo la chiusura delle { $time }
plan-add-shift = Aggiungi un turno
plan-is-draft = bozza delle { $time }
plan-is-published = pubblicato alle { $time }, versione { $version }
plan-saved = salvati
plan-not-carried = restano
plan-way = di strada
plan-driving = al volante
plan-same = come ora
plan-more = { $value } più di ora
plan-less = { $value } meno di ora
plan-changed-rounds = { $n ->
    [0] Nessun giro cambia percorso.
    [one] Cambia il percorso di 1 giro.
   *[other] Cambia il percorso di { $n } giri.
  }
plan-size = { $rounds } giri, { $stops } tappe.
plan-estimated = I tempi sono stimati.
plan-left = Cosa resta, e perché
plan-round-when = Orario
plan-round-way = Strada
plan-round-loads = Casse
plan-round-cold = Fuori frigo
plan-fairness = Equità fra i punti
plan-fairness-title = Chili a persona in { $n } giorni, con questo piano
plan-fairness-with-today = { $value }, oggi { $today }
plan-curious = Dettagli tecnici
plan-layers = Più basso è meglio. Conta prima la riga in alto.
plan-layer-lost = Cibo perso
plan-layer-unfair = Disparità
plan-layer-effort = Fatica
plan-layer-change = Cambiamenti
plan-seed = Seme
plan-seed-hint = Stesso giorno e stesso seme: stesso piano.
plan-again = Ricalcola
plan-again-keep = Ricalcola tenendo quello che è già in corso
plan-drop = Scarta la bozza
plan-print = Stampa i giri
plan-print-title = I giri da stampare
plan-print-draft = I giri da stampare (bozza)
# trace, sites, fleet, people
coordinator-saved = Salvato.
trace-title = Tracciabilità
trace-lead = Da dove viene un lotto, e dove è finito.
trace-query = Numero del lotto, negozio o punto
trace-query-hint = Per esempio 12, L12 o Caritas.
trace-date = Giorno
trace-no-such-lot = Non trovo il lotto { $number }
trace-no-such-lot-hint = Controlla il numero, o cerca per giorno e luogo.
trace-nothing = Non trovo niente con queste parole
trace-of-day = Lotti: { $day }
trace-nothing-that-day = Nessun lotto in questo giorno.
trace-nothing-there = Nessun lotto qui, in questi giorni.
trace-last-weeks = ultimi 28 giorni
trace-which-site = Quale luogo?
where-supplier = { $n ->
    [one] 1 fuori
   *[other] { $n } fuori
  }
where-donor = { $n } dal donatore
where-vehicle = { $n } sul mezzo
where-handover = { $n } da controllare
where-point = { $n } al punto
where-hub = { $n } in magazzino
where-families = { $n } alle famiglie
where-discarded = { $n ->
    [one] 1 buttata
   *[other] { $n } buttate
  }
where-nowhere = Non c'è più niente
kind-supplier = Fuori dalla rete
kind-donor = Ancora dal donatore
kind-vehicle = Sul mezzo
kind-handover = Lasciato, da controllare
kind-point = Accettato
kind-hub = In magazzino
kind-families = Dato alle famiglie
kind-discarded = Non va a nessuno
lot-from = Da
lot-day = Giorno
lot-announced = Annunciato
lot-ready = Pronto
lot-note = Nota
lot-now = Dov'è adesso
lot-planned = Cosa prevede il piano
lot-planned-how = { $crates } con il giro { $round }, alle { $time }.
lot-photo = Foto
lot-photo-of = Foto: { $lot }
lot-happened = Cosa è successo
lot-read = Temperatura letta: { $degrees }
lot-because = Perché: { $why }
lot-corrects = Annulla quello delle { $time }.
lot-corrected = Annullato alle { $time }.
lot-received = Arrivato al server: { $time }
round-number = Giro { $number }
round-named = Giro { $number }, { $vehicle }, { $driver }
step-announced = Annunciato
step-entered = Entrato in magazzino
step-withdrawn = Tolto dall'annuncio
step-collected = Ritirato
step-taken = Preso dal magazzino
step-moved = Passato
step-set-down = Lasciato al punto
step-accepted = Accettato
step-stored = Messo in magazzino
step-rejected = Rifiutato
step-handed-out = Dato alle famiglie
step-discarded = Buttato
step-returned = Riportato
step-undone = Annullato
recall-lot = Richiama questo lotto
recall-this-day = Richiama tutti i lotti di questo giorno
recall-shop-calls = Chiama un negozio: richiama tutto di un giorno
recall-which-shop = Quale negozio?
recall-which-day = Che giorno?
recall-which-food = Quale prodotto?
recall-any-category = Tutti i prodotti
recall-see = Vedi chi avvisare
recall-nothing = Nessun lotto da richiamare.
recall-title-lot = Richiamo: { $lot }
recall-title-shop = Richiamo: { $what }, { $site }, { $date }
recall-as-of = Situazione alle { $time }
recall-do = Chiama tutti quelli in elenco: il prodotto non va distribuito.
recall-to-stop = ancora da fermare
recall-given = già alle famiglie
recall-discarded = buttate
recall-places = Punti e magazzini
recall-families = Famiglie
recall-rounds = Giri e autisti
recall-donors = Chi ha donato
recall-thrown-away = Buttato
recall-round = Giro { $number }, { $date }
recall-line = { $lot }: { $crates }, { $weight }, da { $time }
recall-line-mistake = { $lot }: segnato per errore ({ $time }) e annullato.
recall-still-there = Adesso qui: { $crates }.
recall-nothing-left = Adesso qui non c'è niente.
sites-title = Luoghi
sites-kinds = Che tipo di luogo
sites-all = Tutti
sites-lead = Negozi, punti e magazzini della rete.
sites-search = Cerca per nome o comune
sites-none = Nessun luogo con questo nome
sites-none-hint = Prova con meno lettere, o aggiungilo qui sotto.
sites-of-donor = Negozi e donatori
sites-of-point = Punti di distribuzione
sites-of-hub = Magazzini
site-kind-donor = Negozio o donatore
site-kind-point = Punto di distribuzione
site-kind-hub = Magazzino
site-new-donor = Nuovo negozio
site-new-point = Nuovo punto
site-new-hub = Nuovo magazzino
site-approximate = Posizione approssimata
site-inactive = Non partecipa
choose = Scegli
sites-none-yet = Non c'è ancora nessun luogo.
site-never-open = Mancano gli orari
site-edit = Modifica
site-what = Cos'è
site-where = Dove
site-name = Nome
site-town = Comune
site-address = Via e numero
site-phone = Telefono
site-position = Posizione
site-latitude = Latitudine
site-longitude = Longitudine
site-position-hint = Incolla il link di Google Maps o OpenStreetMap. Oppure scrivi i gradi, come 45,1624.
site-hours = Orari
site-hours-hint = Come 8:30-12 15-18. Vuoto vuol dire chiuso.
site-rules = Altre regole, una per riga
site-rules-hint = Come: primo e terzo mercoledì 9-11. Oppure: festivi 10-12; agosto chiuso; 24/12/2026 9-11. O anche: ogni 2 settimane dal 27/11/2026 ven 15-17; su appuntamento.
opening-closed = chiuso
opening-appointment = su appuntamento
opening-holidays = festivi
opening-every-day = ogni giorno
opening-otherwise = negli altri giorni
opening-ordinal = { $n ->
    [-1] ult.
    [-2] penult.
   *[other] { $n }°
}
opening-nth = { $nth } { $day } del mese
opening-easter = Pasqua { $n } giorni
opening-date = { $day } { $month } { $year }
opening-day-of-year = { $day } { $month }
opening-span = dal { $from } al { $until }
opening-weeks-odd = settimane dispari
opening-weeks-even = settimane pari
opening-week = settimane { $n }
opening-every = ogni { $n } settimane dal { $date }
site-next-weeks = Le prossime quattro settimane
site-next-weeks-none = Nelle prossime quattro settimane non apre.
site-appointment = Su appuntamento
site-other-hours = Scrivi un appuntamento o un orario diverso
hours-window-night = { $from }–{ $until } del giorno dopo
hours-window = { $from }–{ $until }
site-service = Sosta
site-service-minutes = Minuti di sosta
site-serves = Serve
site-families = Famiglie
site-persons = Persone
site-room = Casse che può prendere al giorno
site-room-hint = Serve almeno un numero. Dove resta vuoto, non prende niente di quel tipo.
site-refuses = Non prende
site-notes = Note
site-notes-hint = Cosa deve sapere l'autista: ingresso, citofono, scale.
site-active = Partecipa
site-its-pages = Apri le sue pagine
site-its-lots = I suoi lotti
fleet-title = Mezzi e turni
fleet-lead = Chi guida cosa, nei prossimi sette giorni.
fleet-shifts = Turni
fleet-vehicles = Mezzi
fleet-no-shifts = Nessun turno.
fleet-no-vehicles = Non ci sono mezzi
vehicle-no-place = Un mezzo sta in un luogo: prima aggiungine uno.
fleet-no-vehicles-hint = Aggiungi il primo: serve per fare i turni.
fleet-replan = Il piano usava questo turno: { $day }. Va ricalcolato.
fleet-sought = { $n ->
    [one] 1 turno è rimasto scoperto e cerca chi lo fa
   *[other] { $n } turni sono rimasti scoperti e cercano chi li fa
  }.
fleet-replan-go = Vai al piano
fleet-copied = { $n ->
    [0] Nessun turno copiato.
    [one] 1 turno copiato.
   *[other] { $n } turni copiati.
  }
fleet-copied-left = { $n ->
    [one] 1 turno lasciato fuori: autista o mezzo già occupato.
   *[other] { $n } turni lasciati fuori: autista o mezzo già occupato.
  }
shift-new = Nuovo turno
shift-edit = Turno
shift-copy = Copia i turni di { $day }
shift-copy-any = Copia i turni di un giorno
shift-copy-from = Da
shift-copy-to = A
shift-cancel = L'autista non può
shift-restore = Può di nuovo
shift-cancelled = L'autista non può: turno annullato
shift-date = Giorno
shift-driver = Autista
shift-vehicle = Mezzo
shift-from = Dalle
shift-until = Alle
shift-start = Parte da
shift-end = Finisce a
shift-end-anywhere = Dove finisce il giro
shift-driver-busy = A quell'ora guida già in un altro turno.
shift-vehicle-busy = A quell'ora il mezzo è già in un altro turno.
shift-no-drivers = Non c'è nessun autista. Aggiungi prima una persona.
vehicle-new = Nuovo mezzo
vehicle-name = Nome
vehicle-crates = Casse
vehicle-kilograms = Portata in kg
vehicle-is-refrigerated = È refrigerato
vehicle-refrigerated = Refrigerato
vehicle-insulated = Casse nei contenitori isotermici
vehicle-insulated-hint = Quante casse fredde o calde tengono. Vuoto se non ci sono.
vehicle-boxes = { $n ->
    [one] 1 cassa isotermica
   *[other] { $n } casse isotermiche
  }
vehicle-home = Dove sta
vehicle-active = In uso
vehicle-inactive = Fermo
people-title = Persone
people-lead = Chi fa parte della rete, e con quali telefoni.
people-search = Cerca per nome, ruolo o luogo
people-none = Nessuno con questo nome
person-new = Nuova persona
person-edit = Modifica
person-name = Nome e cognome
person-phone = Telefono
person-roles = Cosa fa
person-at-shops = Annuncia per un negozio
person-at-points = Riceve in un punto o magazzino
person-no-role = Scegli almeno un ruolo.
person-own-role = Non puoi togliere il coordinamento a te stesso.
person-active = Partecipa
person-inactive = Non partecipa
person-phones = { $n ->
    [one] 1 telefono
   *[other] { $n } telefoni
  }
person-no-phone = Nessun telefono
person-no-phone-hint = Fai entrare questa persona con un codice.
person-devices = Telefoni
role-at = { $role }: { $site }
invite = Dai il codice di accesso
invite-hint = Crea un codice: vale 10 minuti e una volta sola.
invite-title = Codice per { $name }
invite-code = Codice
invite-until = Vale fino alle { $time }, una volta sola.
invite-qr = Codice QR per far entrare { $name }
invite-how = Inquadra il QR con il telefono, o scrivi il codice. Poi tocca Entra.
invite-message = Ciao { $name }, entra in Girofresco: { $link }
    Oppure scrivi il codice { $code }. Vale fino alle { $time }.
phone-unknown = Telefono
phone-this = questo telefono
phone-since = collegato dal { $time }
phone-seen = ultimo uso { $time }
phone-locked = Bloccato { $time }
phone-locked-now = Bloccato. Da quel telefono non si entra più.
phone-lock = Blocca questo telefono
phone-own = Questo è il tuo telefono. Per uscire usa Esci, in fondo.
limits-title = Limiti del freddo
limits-proposal = I minuti sono una nostra proposta.
limits-proposal-more = Deve confermarli chi è responsabile dell'igiene (HACCP).
limits-caption = Temperature e minuti fuori dal frigo
limits-food = Prodotto
limits-range = Temperatura
limits-tolerated = Tollerata nel giro
limits-warn = Avviso dopo
limits-limit = Consegnato entro
limits-source = Fonte
limits-since = dal { $date }
limits-shipped = proposta di Girofresco
limits-nothing = nessuna
limits-between = da { $low } a { $high } °C
limits-at-least = almeno { $low } °C
limits-at-most = al massimo { $high } °C
limits-up-to = fino a { $high } °C
limits-others = Pane, frutta, verdura e dispensa non hanno limiti.
limits-coldest = Minima (°C)
limits-warmest = Massima (°C)
limits-tolerated-field = Tollerata nel giro (°C)
limits-tolerated-hint = Fin dove può salire durante un giro. Vuoto se non può.
limits-warn-field = Minuti prima dell'avviso
limits-limit-field = Minuti al massimo
limits-source-field = Chi lo dice?
limits-source-hint = Per esempio: manuale HACCP, dott.ssa Rossi, marzo 2026.

### login

login-title = Entra
login-code-label = Scrivi il codice (8 lettere e numeri).
login-code-hint = Il codice vale 10 minuti e una volta sola.
login-submit = Entra
login-no-code = Non hai il codice? Chiedilo al coordinatore.
login-code-wrong = Questo codice non è giusto. Controlla e riprova.
login-code-expired = Questo codice è scaduto. Chiedine uno nuovo.
login-code-used = Questo codice è già stato usato. Chiedine uno nuovo.
login-welcome = Ciao { $name }!

### errors

errors-summary = { $n ->
    [one] C'è una cosa da sistemare
   *[other] Ci sono { $n } cose da sistemare
  }
error-offline = Non c'è rete. Non ho inviato niente. Riprova.
error-server = Qualcosa non ha funzionato. Riprova fra poco.
error-reference = Numero dell'errore: { $id }
error-not-found = Forse è stata spostata. Torna all'inizio.
error-forbidden-title = Questa pagina non è per te
error-forbidden = Chiedi al coordinatore se ti serve.
error-conflict-title = Qualcosa è cambiato
error-conflict = Guarda com'è adesso, poi riprova.
error-unauthorised-title = Devi entrare
error-unauthorised = Scrivi il codice per continuare.
error-invalid-title = Controlla i dati
error-too-slow-title = Non è arrivato tutto
error-too-slow = La rete è troppo lenta. Non ho salvato niente: riprova.
error-too-large = È troppo grande. Usa un testo o una foto più piccoli.
offline-title = Non c'è rete
offline-body = Questa pagina non è sul telefono. Riprova quando torna la rete.
offline-kept = Quello che hai già salvato non si perde.
offline-retry = Riprova
go-home = Torna all'inizio

error-no-site = Non trovo questo luogo
error-no-lot = Non trovo questo lotto
error-no-round = Non trovo questo giro
error-no-stop = Non trovo questa tappa
error-no-plan = Non trovo questo piano
error-no-person = Non trovo questa persona
error-no-vehicle = Non trovo questo mezzo
error-no-shift = Non trovo questo turno
error-no-device = Non trovo questo telefono
error-no-photo = Non trovo questa foto
error-no-notice = Non trovo questo avviso
error-no-act = Non trovo questa conferma
error-no-page = Non trovo questa pagina
error-no-thing = Forse è cambiato, o è di qualcun altro.
error-store-title = Non riesco a salvare
error-store = Non ho salvato niente. Riprova fra poco: non farai doppioni.
error-internal-title = Qualcosa si è rotto qui
error-internal = Non dipende da te. Non ho salvato niente: riprova fra poco. Se succede ancora, di' questo numero al coordinatore.
error-unreadable = Non riesco a leggere quello che hai inviato. Riprova.
error-cross-site = La richiesta arriva da un altro sito. Non ho fatto niente.
wrong-missing = Serve. Scrivilo qui.
wrong-not-a-number = Scrivi un numero.
wrong-doubtful = Scrivi { $thousands } oppure { $decimals }.
wrong-doubtful-date = Scrivi l'anno con quattro cifre: { $one } oppure { $other }.
wrong-not-a-phone = Scrivi un numero di telefono, come 0371 420000.
wrong-phone-lost-zero = Manca lo zero iniziale? Scrivi 0371 420000. Se è un cellulare, metti uno spazio: 371 420000.
wrong-not-a-date = Scrivi una data valida.
wrong-not-a-time = Scrivi un'ora valida, come 14:30.
wrong-too-small = È troppo poco: almeno { $least }.
wrong-too-large = È troppo: al massimo { $most }.
wrong-too-long = È troppo lungo: al massimo { $most } caratteri.
wrong-not-text = Ci sono caratteri che non posso leggere.
wrong-not-a-choice = Scegli una delle risposte.
wrong-date-past = Questa data è passata.
wrong-date-too-far = Questa data è troppo lontana.
wrong-date-not-between = Controlla il giorno e l'anno. Va bene dal { $first } al { $last }.
wrong-time-past = Quest'ora è passata.
wrong-ends-before-it-begins = Finisce prima di cominciare.
wrong-nothing-chosen = Scegli almeno una cosa.
wrong-too-warm = { $category }: { $read } è troppo caldo. Rifiutalo.
wrong-expired = Lotto { $lot }: è scaduto. Non si può dare.
wrong-warm = { $category }: { $read }, più di { $warmest }. Rifiutalo, o scegli perché lo prendi.
wrong-no-temperature-frozen = Manca la temperatura del congelatore.
wrong-no-temperature-fish = Manca la temperatura del pesce.
wrong-no-temperature-hot = Manca la temperatura del cibo caldo.
wrong-no-temperature-chilled = Manca la temperatura del frigo.
wrong-unread = Lotto { $lot }: leggi la scadenza sull'etichetta. Se non si legge, rifiutalo.
wrong-not-a-picture = Non è una foto che so leggere.
wrong-taken = Esiste già.
wrong-not-opening-hours = Questi orari non si leggono. Scrivi per esempio 8:30-12 15-18. Per una regola: primo e terzo mercoledì 9-11.
wrong-not-day-hours = { $day }: scrivi per esempio 8:30-12 15-18.
wrong-from-which-week = Da quale settimana? Scrivi per esempio: ogni 2 settimane dal 27/11/2026 ven 15-17.
wrong-down = Dal { $first } al { $last } il mezzo è fermo: scegline un altro
wrong-down-day = { $day } il mezzo è fermo: scegline un altro
wrong-skipped-hour = Quella notte le lancette passano dalle 2 alle 3: quest'ora non c'è
wrong-not-on-the-map = Qui non c'è una posizione: incolla il link della mappa
wrong-rest-outside = In queste ore la pausa non ci sta.
wrong-long-without-rest = Il turno dura più di sei ore. Metti una pausa, oppure spunta "va bene così".
wrong-nobody-to-let-in = Qui non c'è nessuno da far entrare.
wrong-no-such-town = Non conosco questo comune.
wrong-far-from-town = È a { $km } km dal comune indicato.
conflict-stop-closed = Questa tappa è già confermata. Se è sbagliata, correggila.
conflict-already-taken = Il lotto { $lot } l'ha già preso il giro { $round }.
conflict-not-enough = Lotto { $lot }: { $n ->
    [0] non c'è più niente.
    [one] c'è solo 1 cassa.
   *[other] ci sono solo { $n } casse.
  }
conflict-not-yet = Lotto { $lot }: manca ancora la conferma di chi l'ha ritirato. Parte da solo più tardi.
conflict-on-board = Il lotto { $lot } è già partito. Chiama il coordinatore.
conflict-undone = L'avevi già annullato.
conflict-moved-on = Il lotto { $lot } è già andato avanti. Chiama il coordinatore.
conflict-not-undoable = Questo non si può annullare.
conflict-plan-outdated = Il piano è vecchio: qualcosa è cambiato. Ricalcolalo.
conflict-plan-not-draft = Questo piano è già pubblicato.
conflict-being-planned = Questo giorno lo sta già calcolando qualcun altro. Aspetta un momento.
conflict-round-ended = Questo giro è già finito.
conflict-still-on-board = { $n ->
    [one] C'è ancora 1 cassa a bordo.
   *[other] Ci sono ancora { $n } casse a bordo.
  }
conflict-op-used = Questa conferma era già arrivata. Ricarica la pagina.
conflict-changed = Nel frattempo è cambiato qualcosa.

### cli

cli-ready = Girofresco risponde su { $address }
cli-invite-next = Ora avvia `girofresco serve`, apri la pagina e scrivi il codice. Il primo schermo dice cosa manca.
cli-first-step = Il database è vuoto. In un altro terminale: girofresco invite --name NOME --database { $database }
cli-plan-title = Piano di { $date }
cli-plan-round = Giro { $number } · { $vehicle } · { $driver } · { $from }-{ $until } · { $way } · { $time } di guida
cli-plan-cold = max { $n } min senza frigo
cli-plan-total = In tutto: { $rounds } giri, { $crates }, { $weight }, { $way }, { $time } di guida.
cli-plan-estimated = I tempi di viaggio sono stimati.
cli-plan-left = Non caricato:
cli-link-intro = Entra con uno di questi indirizzi:
cli-stop-hint = Per finire premi Ctrl-C.
cli-demo-clock = Prova: l'orologio parte dalle { $time } di { $date }, velocità { $speed }.
cli-planning = Pianifico: { $n } prove, { $placed } casse a posto, { $left } no
cli-inventing = Preparo quattro settimane di storia inventata.

### offline

offline-page-of-before = Senza rete. Vedi la situazione delle #.
offline-slow = Il server non risponde. Vedi la situazione delle #.
offline-kept-here = Salvato sul telefono. Parte da solo quando torna la rete.
offline-saved = Salvato sul telefono
offline-received = Ricevuto
offline-full = Il telefono è pieno: libera spazio e riprova.
offline-login = Entra di nuovo: quello che hai fatto aspetta sul telefono.
offline-photo = Foto
offline-no-photo = Il telefono è pieno: la foto non è salvata, il resto sì.
offline-undone = Annullato
offline-announce = Annuncio
offline-reduce = Meno casse, { $lot }
offline-left = ne restano #
offline-withdraw = Ritirato dall'annuncio: { $lot }
offline-check-in = Controllo: { $lots }
offline-rejected = Rifiutato
offline-families = famiglie #
offline-handout = Consegna alle famiglie
offline-discard = Buttato: { $lot }
offline-crates = casse #
offline-set-down = Casse lasciate
offline-problem = Problema
offline-end = Fine giro
offline-stop = Tappa: { $place }
offline-missed = Tappa saltata: { $place }
outbox-title = Da inviare
outbox-attention = Da guardare
outbox-how = Qui c'è quello che hai fatto senza rete. Parte da solo.
outbox-empty = Tutto inviato.
outbox-empty-hint = Quello che fai senza rete appare qui.
outbox-home = Torna all'inizio
outbox-waiting = Aspetta la rete.
outbox-early = Aspetta la conferma dell'autista.
outbox-refused = Il server non lo ha preso. Il coordinatore lo sa.
outbox-other-person = È di un'altra persona: parte quando rientra.
outbox-seen = Ho visto
outbox-again = Invia adesso
outbox-since = Fatto alle
outbox-needs-scripts = Questa pagina ha bisogno di JavaScript.

### notices

news-donate-today = Hai cibo da donare oggi?
news-donate-today-body = { $place }: si annuncia entro le { $time }.
news-pickup-coming = { $place }: arriva il ritiro
news-pickup-changed = { $place }: cambia il ritiro
news-pickup-coming-body = { $driver } passa { $day } tra le { $from } e le { $until }.
news-pickup-off = { $place }: nessun ritiro
news-pickup-off-body = Il giro è cambiato. Tieni il cibo al fresco: ti diciamo se passa un altro.
news-round-published = Giro { $number }, { $day }
news-round-published-body = { $stops ->
    [one] Partenza alle { $time }. Una tappa: { $first }.
   *[other] Partenza alle { $time }. Prima tappa: { $first }. Tappe: { $stops }.
 }
news-round-changed = Il giro { $number } è cambiato
news-round-changed-body = Cambiano gli orari o le casse. Guarda le tappe.
news-round-added = In più: { $places }.
news-round-removed = Tolte: { $places }.
news-round-next = Prossima tappa: { $place }.
news-round-off = Giro { $number } annullato, { $day }
news-round-off-body = Non serve più partire. Grazie lo stesso.
news-round-starts = Parti alle { $time }
news-round-starts-body = Prima tappa: { $first }. Mezzo: { $vehicle }. Apri il giro per dire che ci sei.
news-shift-tomorrow = Tocca a te { $day } alle { $time }
news-shift-tomorrow-body = Da { $start } con { $vehicle }, fino alle { $until }. Non puoi? Dillo adesso.
news-shift-off = Il tuo turno di { $day }, ore { $time }, non c'è più
news-shift-off-body = Con { $vehicle }. Non devi venire, grazie lo stesso.
news-cold = { $place }: { $left } per { $crates }
news-cold-over = { $place }: tempo scaduto per { $crates }
news-cold-soon = Consegna entro le { $time }.
news-cold-urgent = Vai subito: consegna entro le { $time }, o chiama il coordinatore.
news-all-well = { $place }: tutto bene?
news-all-well-body = Ti aspettavano alle { $time }. Conferma la tappa o segnala un problema.
news-open-shift = { $start }: turno scoperto { $day }
news-open-shift-body = Dalle { $from } alle { $until } con { $vehicle }. Lo prendi tu?
news-direct-leg = Da { $from } a { $to }
news-direct-leg-body = { $crates } da portare entro le { $time }. Passi di lì?
news-swap-asked = { $name } propone uno scambio
news-swap-asked-body = Ti dà { $gives }, prende { $takes }.
news-cover-found = { $name } copre il turno
news-cover-found-body = Il turno di { $day } alle { $time } ha un autista.
news-arriving = { $place }: arrivo alle { $time }
news-arriving-body = { $crates }. Prepara il posto.
news-arriving-cold = { $crates }, { $cold ->
    [one] una va al freddo
   *[other] { $cold } vanno al freddo
 }. Prepara il posto.
news-arrival-changed = { $place }: cambia l'arrivo
news-arrival-changed-body = Nuovo orario: { $time }, { $crates }.
news-arrival-off = Oggi non arriva più niente.
news-rejected-end = { $place }: com'è finito il cibo rifiutato
news-rejected-end-body = { $category }, { $crates }: { $end }.
rejected-returned = tornate al negozio
rejected-other-point = prese da un altro punto
rejected-hub = portate al magazzino
rejected-discarded = buttate
news-alarm = Da guardare
news-no-plan = Nessun piano per { $day }
news-no-plan-body = Ci sono turni e cibo atteso, ma nessun piano. Pianifica adesso.
news-no-answer = { $name } non risponde
news-no-answer-body = { $what }. Chiama.
news-test = Prova riuscita
news-test-body = Gli avvisi arrivano su questo telefono.
news-withdrawn = Non serve più

### what is done by the clock

clock-title = Cosa parte da solo
clock-intro = Questi lavori partono da soli. Se il server era spento, recupera.
clock-swept = Ultimo controllo del giorno: { $time }. Avvisi dati: { $n }.
clock-sweep-failed = Ultimo controllo del giorno fallito: { $time }. Riprova da solo.
clock-never = Ancora mai
clock-jobs = Cosa parte, e quando
clock-job = Lavoro
clock-next = Prossima volta
clock-last = Ultima volta
clock-running = in corso
clock-history = Ultime due settimane
clock-rules = Cambia orari e minuti
job-clean-up = Pulizia
job-fill-shifts = Turni fissi
job-plan-today = Piano di oggi
job-publish = Pubblicazione
job-no-plan-today = Allarme: oggi senza piano
job-shift-tomorrow = Avviso dei turni di domani
job-plan-tomorrow = Piano di domani
job-no-plan-tomorrow = Allarme: domani senza piano
job-close-out = Chiusura del giorno
ran-done = fatto
ran-idle = niente da fare
ran-late = saltato, era tardi
ran-failed = non riuscito, riprova
rules-times = Orari
rules-minutes = Minuti e persone
rule-plan-today = Pianifica oggi alle
rule-publish = Pubblica il piano alle
rule-publishes = Pubblica da solo, se nessuno lo ha fatto
rule-plan-today-by = Allarme se oggi manca il piano alle
rule-shift-tomorrow = Avvisa dei turni di domani alle
rule-plan-tomorrow = Pianifica domani alle
rule-plan-tomorrow-by = Allarme se domani manca il piano alle
rule-close-out = Chiudi il giorno alle
rule-remind-before = Ricorda al negozio: minuti prima della chiusura
rule-start-before = Avvisa l'autista: minuti prima della partenza
rule-cold-before = Avvisa del freddo: minuti prima del limite
rule-cold-urgent = Avviso urgente del freddo: minuti prima del limite
rule-arriving-before = Avvisa il punto: minuti prima dell'arrivo
rule-all-well-after = Senza notizie dall'autista, chiedi dopo (minuti)
rule-answer-within = Passa al prossimo dopo minuti senza risposta
rule-cold-answer-within = Per il freddo, passa al prossimo dopo minuti
rule-first-asked = Persone da chiedere per prime per un turno scoperto
wrong-not-after = Deve essere dopo le { $time }.
### recurring

# turni
tab-driver-shifts = Turni
roster-lead = Le tue prossime quattro settimane.
roster-own = I miei turni
roster-later = { $n ->
    [one] Un altro turno
   *[other] Altri { $n } turni
  }
roster-none = Non hai turni
roster-none-next = Guarda se c'è un turno scoperto, o senti il coordinatore.
roster-ends = Arrivo: { $place }
roster-starts = Parte da { $place }
roster-cannot = Non posso
roster-can = Posso di nuovo
roster-sought = Cerchiamo chi ti copre
roster-covers = Al posto di { $name }
roster-covered-by = Ti copre { $name }
roster-is-standing = Turno fisso
roster-overlaps = Hai due turni nelle stesse ore
roster-round = Apri il giro
roster-open = Turni scoperti
roster-open-of = { $name } non può
roster-open-nobody = Serve un autista
roster-claim = Lo prendo io
roster-swap = Proponi uno scambio
roster-swap-title = Scambia un turno
roster-swap-lead = Scegli quale turno vuoi in cambio del tuo.
roster-swap-for = In cambio di
roster-ask = Chiedi a { $name }
roster-asked = { $name } ti propone uno scambio
roster-proposed = Aspetti la risposta di { $name }
roster-you-get = Prendi
roster-you-give = Dai
roster-accept = Accetto
roster-decline = No, grazie
roster-withdraw = Ritira la proposta
roster-standing = I miei giorni fissi
roster-standing-hint = Un cambio di un giorno non tocca i giorni fissi.
roster-calendar = Nel tuo calendario
roster-calendar-hint = Con un link segreto vedi i turni nel calendario del telefono.
roster-calendar-make = Crea il link
roster-calendar-made = Ecco il link del tuo calendario
roster-calendar-once = Copialo adesso: non lo mostriamo più. Non darlo a nessuno.
roster-calendar-subscribe = Aggiungi al calendario
roster-calendar-there = Hai un link, creato { $day }.
roster-calendar-renew = Rinnova il link
roster-calendar-renew-hint = Il link vecchio smette subito di funzionare.
roster-did-cannot = Va bene: cerchiamo chi ti copre.
roster-did-can = Bene, il turno è di nuovo tuo.
roster-did-claimed = Grazie! Il turno è tuo.
roster-did-proposed = Proposta inviata.
roster-did-accepted = Scambio fatto.
roster-did-declined = Proposta chiusa.
roster-did-withdrawn = Proposta ritirata.
feed-name = Turni { $area }
feed-shift = Turno: { $vehicle }
feed-round = Giro { $number }: { $vehicle }

# turni fissi e scoperti
standing-line = { $weeks ->
    [one] ogni { $day }
   *[other] { $day }, ogni { $weeks } settimane
  }, { $hours }, { $vehicle }
standing-new = Nuovo turno fisso
standing-edit = Turno fisso
standing-how = I turni dei prossimi 14 giorni si creano da soli.
standing-weekday = Giorno della settimana
standing-every = Ogni quanto
standing-weeks = { $n ->
    [one] Ogni settimana
   *[other] Ogni { $n } settimane
  }
standing-first = Primo giorno
standing-last = Ultimo giorno
standing-last-hint = Vuoto: senza fine.
standing-until = fino al { $day }
fleet-standing = Turni fissi
fleet-no-standing = Nessun turno fisso.
shift-nobody = Nessun autista
shift-seek = Nessuno: cerca un autista
shift-seek-nobody = Non cercare più
shift-sought = Scoperto: cerchiamo un autista
shift-off = Turno annullato
shift-started = Il giro di questo turno è già partito. Senti l'autista.
shift-overlaps-person = L'autista ha due turni nelle stesse ore
shift-overlaps-vehicle = Il mezzo è in due turni nelle stesse ore
conflict-shift-taken = L'ha già preso un'altra persona. Grazie lo stesso!
conflict-shift-overlaps = In quelle ore c'è già un altro turno.
conflict-vehicle-busy = In quelle ore il mezzo è in un altro turno.
conflict-vehicle-out = Il mezzo di questo turno non è più in uso. Il coordinatore ne cerca un altro.
conflict-shift-over = Questo turno è già finito.
conflict-round-started = Il giro è già partito. Chiama il coordinatore.
conflict-swap-over = Questa proposta non vale più: i turni sono cambiati.
error-no-standing = Non trovo questo turno fisso
error-no-swap = Non trovo questa proposta
error-no-downtime = Non trovo questo fermo
error-no-closure = Non trovo questa chiusura

# feste e chiusure
site-open-holidays = Aperto anche nei giorni di festa
site-holidays = Feste
site-open-on-holidays = aperto
site-closed-on-holidays = chiuso
# la zona
area-title = La zona
area-lead = Il nome e i comuni in cui lavorate.
area-name = Nome della zona
area-towns = Comuni
area-towns-known = { $n ->
    [0] Non c'è ancora nessun comune.
    [one] C'è un comune.
   *[other] Ci sono { $n } comuni.
  }
area-towns-file = Comuni da un file
area-towns-hint = Un comune per riga: nome, latitudine, longitudine. Se ci sono, anche codice e abitanti.
area-towns-drop = { $n ->
    [one] Togli il comune senza luoghi
   *[other] Togli i { $n } comuni senza luoghi
  }
more-area = Il nome e i comuni.
closures-title = Feste e chiusure
closures-lead = Nei giorni chiusi niente ritiri e niente turni fissi.
closures-known = Chiusure
closures-none = Nessuna chiusura in vista.
closures-holidays = Prossime feste
closures-holidays-open = { $n ->
    [0] Nei giorni di festa tutti i luoghi sono chiusi.
    [one] Nei giorni di festa un luogo è aperto.
   *[other] Nei giorni di festa { $n } luoghi sono aperti.
  }
# giorni in cui un mezzo non può girare
downtimes-title = { $vehicle }: giorni fermo
downtimes-lead = In quei giorni il mezzo non è nel piano. I suoi turni restano scoperti.
downtimes-known = Giorni in cui è fermo
downtimes-none = Nessun giorno di fermo in vista.
downtime-new = Aggiungi giorni di fermo
downtime-drop = Togli il fermo
downtime-repair = In officina
downtime-inspection = Revisione o tagliando
downtime-lent = In prestito
downtime-other = Altro
closure-new = Aggiungi una chiusura
closure-where = Dove
closure-everywhere = Tutta la zona
closure-first = Dal
closure-last = Al
closure-hours = Ore di quei giorni
closure-hours-hint = Vuoto vuol dire chiuso. Per un appuntamento o un orario diverso scrivi per esempio 9-11.
closure-note = Motivo
closure-add = Aggiungi
closure-drop = Togli la chiusura
closure-span = dal { $first } al { $last }
holiday-new-year = Capodanno
holiday-epiphany = Epifania
holiday-easter = Pasqua
holiday-easter-monday = Lunedì dell'Angelo
holiday-liberation = Liberazione
holiday-labour = Festa del lavoro
holiday-republic = Festa della Repubblica
holiday-assumption = Ferragosto
holiday-francis = San Francesco
holiday-all-saints = Ognissanti
holiday-immaculate = Immacolata
holiday-christmas = Natale
holiday-stephen = Santo Stefano

# giorni soliti e previsioni
usual-title = I tuoi giorni
usual-title-of = Giorni soliti
usual-how = Impariamo dagli annunci delle ultime otto settimane.
usual-nothing-known = Non ci sono ancora annunci: non sappiamo quanto aspettarci.
usual-expected = Lo aspettiamo
usual-not-expected = Non lo aspettiamo
usual-seen = Annunci: { $n } su { $of ->
    [one] un giorno.
   *[other] { $of } giorni.
  }
usual-food = { $crates }, { $kilograms }, { $percent } % delle volte
usual-choose = In questo giorno
usual-learned = Decidi tu dagli annunci passati
usual-always = Passate sempre
usual-never = Non passate mai
forecast = previsto
forecast-load = Previsto il ritiro di { $crates }: { $what }.
forecast-unload = Prevista la consegna di { $crates }: { $what }.
plan-forecast = { $n ->
    [one] Un negozio non ha ancora annunciato: { $kilograms } previsti.
   *[other] { $n } negozi non hanno ancora annunciato: { $kilograms } previsti.
  }
plan-forecast-hint = Le previsioni vengono dagli annunci passati. Un annuncio le sostituisce.
plan-expected = { $n ->
    [one] Di solito annuncia anche un altro negozio: { $kilograms } previsti.
   *[other] Di solito annunciano anche { $n } negozi: { $kilograms } previsti.
  }
point-forecast-hint = Il negozio non ha ancora annunciato: potrebbe non arrivare.
donor-forecast-hint = Non hai ancora annunciato. Dicci cosa c'è, o che non c'è niente.
driver-expected = Previsto
driver-expected-how = Il negozio non ha ancora annunciato. Guarda cosa c'è davvero.
driver-found = Segna cosa c'è
driver-found-nothing = Niente da ritirare
driver-found-lead = Scrivi quante casse carichi. Vale come annuncio del negozio.
driver-found-date = Scadenza sull'etichetta
driver-found-date-hint = Non si vede? Lascia vuoto: la legge il punto.
driver-found-other = Altro cibo
driver-found-confirm = Caricato
driver-ahead = Questa tappa è di { $date }. La faccio già adesso.
driver-nothing-for-here = Per questa tappa non c'è ancora niente a bordo.
driver-nothing-to-do = Niente da fare qui

### the page of notices, what each person chooses, and how they reach the phone
wrong-no-push-service = Questo browser usa un servizio di avvisi che non conosciamo. Apri l'app con Chrome, Firefox, Edge o Safari.
notices-title = Avvisi
notices-bell = { $n ->
    [0] Avvisi
    [one] Avvisi: { $n } nuovo
   *[other] Avvisi: { $n } nuovi
}
notices-none = Nessun avviso
notices-none-next = Qui trovi quello che ti diciamo, anche se il telefono resta zitto.
notices-new = Nuovo
notices-open = Apri
notices-settings = Scegli cosa ricevere
notices-push-blocked = { $n ->
    [one] Un telefono non riceve avvisi
   *[other] { $n } telefoni non ricevono avvisi
}
notices-push-blocked-next = Il servizio di avvisi rifiuta questo server. Chi lo gestisce controlli chiave e contatto. Gli avvisi stanno comunque qui.
notices-saved = Scelte salvate.
notices-choose = Cosa vuoi ricevere sul telefono
notices-choose-hint = Quello che togli lo trovi comunque in questa pagina.
notices-quiet = Ore di silenzio
notices-quiet-hint = Gli avvisi urgenti arrivano lo stesso. Gli altri aspettano la fine. Lascia vuoto se non vuoi silenzio.
notices-quiet-from = Dalle
notices-quiet-until = Alle
notices-save = Salva le scelte
topic-reminders = La domanda prima della chiusura: hai cibo da donare?
topic-pickups = Chi passa a ritirare e quando
topic-rounds = I tuoi giri: nuovi, cambiati, in partenza
topic-cold = Cibo che si scalda a bordo
topic-shifts = Turni: i tuoi e quelli scoperti
topic-arrivals = Cosa arriva al tuo punto e quando
topic-alarms = Allarmi della giornata

push-title = Avvisi su questo telefono
push-why = Ti avvisiamo quando c'è qualcosa da fare, anche con l'app chiusa. Pochi avvisi, niente pubblicità.
push-needs-scripts = Per gli avvisi sul telefono serve JavaScript. Senza, li trovi in questa pagina.
push-enable = Attiva gli avvisi
push-disable = Spegni su questo telefono
push-on = Gli avvisi arrivano su questo telefono.
push-off-unsupported = Questo browser non riceve avvisi. Apri l'app con Chrome, Firefox, Edge o Safari aggiornati.
push-no-server = Questo server non manda avvisi ai telefoni. Li trovi in questa pagina.
push-blocked = Gli avvisi sono bloccati
push-blocked-next = Apri le impostazioni del sito nel browser. Tocca «Notifiche» e scegli «Consenti». Poi torna qui.
push-install = Prima aggiungi l'app alla schermata Home
push-install-share = Tocca «Condividi» in basso in Safari.
push-install-add = Scorri e tocca «Aggiungi alla schermata Home».
push-install-open = Apri Girofresco dalla nuova icona e torna qui.
push-failed = Non ha funzionato. Controlla la rete e riprova.
push-test = Manda una prova
push-tested = Prova inviata. Arriva tra pochi secondi su ogni telefono con gli avvisi attivi.
push-ask-driver = Vuoi sapere se il giro cambia?
push-ask-donor = Vuoi sapere quando passiamo?
push-ask-point = Vuoi sapere quando arriviamo?
push-ask-coordinator = Vuoi sapere subito quando qualcosa non va?
push-not-now = Non ora
### what changed in a round

round-changed = Il giro è cambiato
round-changed-look = Guarda che cosa cambia
round-changed-more = { $n ->
    [one] Un'altra cosa cambia
   *[other] Altre { $n } cose cambiano
  }
round-changed-done-stays = Quello che hai già fatto resta fatto.
round-new-stop = Nuova tappa: { $place }, alle { $time }
round-stop-gone = Non passare più da { $place }
round-stop-moved-to = Non passare più da { $place }: ci va { $name }
round-load-changed = { $place }: carica { $crates } (erano { $before })
round-unload-changed = { $place }: lascia { $crates } (erano { $before })
round-load-others = { $place }: carica altri lotti, guarda l'elenco
round-unload-others = { $place }: lascia altri lotti, guarda l'elenco
round-stop-after = { $place }: ora dopo { $before }
round-stop-first = { $place }: ora è la prima tappa
round-off-plan-title = Hai fatto qualcosa che non era più nel giro
round-off-plan = { $place }, { $time }: non era più nel tuo giro
round-off-plan-next = È registrato e il coordinatore lo sa. Se hai dubbi chiamalo.
round-gone = Il tuo giro di oggi è stato tolto
round-gone-next = Quello che hai già fatto resta registrato. Chiama il coordinatore.

### something happened during the day

events-title = È successo qualcosa?
events-need-plan = Serve un piano pubblicato. Poi lo adattiamo a quello che succede.
event-driver = Autista non può
event-driver-lead = Chi non può? Cambiamo il piano.
event-vehicle = Mezzo fermo
event-vehicle-lead = Quale mezzo? Quello che ha a bordo lo prende un altro.
event-late = Ritardo
event-late-lead = Chi è in ritardo, e di quanto?
event-more = Cibo in più
event-more-lead = Troviamo un posto a quello che aspetta.
event-fewer = Meno casse
event-fewer-lead = Che cosa manca?
event-closed = Punto chiuso
event-closed-lead = Chi non riceve più niente oggi?
event-declined = Punto rifiuta
event-declined-lead = Quale lotto non vogliono?
event-joins = Nuovo autista
event-joins-lead = Chi guida che cosa, da adesso per quattro ore?
events-no-rounds = Nessun giro è in corso o deve ancora partire.
events-on-board = A bordo: { $crates }.
events-stands-at = È fermo da { $site }
events-driver-not-coming = Non viene
events-vehicle-not-coming = Il mezzo non parte
events-halted = Fermo da { $site }.
events-goes-on = Riparte
events-nothing-new = Niente aspetta un posto.
events-find-place = Trova un posto
events-fewer-recorded = Un autista ha trovato meno casse del previsto.
events-propose = Proponi un nuovo piano
events-nothing-waits = Nessun negozio ha ancora casse per noi.
events-at-pickup = Segna al ritiro
events-none-left = Non c'è più
events-some-left = Ne resta una parte
events-no-points = Nessun punto aspetta qualcosa.
events-expecting = Aspettano qualcosa
events-other-shops = { $n ->
    [one] Un altro negozio, più tardi
   *[other] Altri { $n } negozi, più tardi
  }
events-other-points = Altri punti e magazzini
events-nobody-free = Nessun autista o mezzo è libero adesso.
events-nobody-free-next = Aggiungi un turno, una persona o un mezzo.

### the plan that is proposed

proposal-title = Nuova proposta
proposal-lead = Nessuno la vede ancora.
proposal-figures = Che cosa succede oggi
proposal-figure = Alla fine della giornata
proposal-nothing = Se non fai niente
proposal-with = Con questa proposta
proposal-saved = Cibo salvato
proposal-left = Resta a terra
proposal-below = Punti sotto la metà della loro parte
proposal-late = Tappe in ritardo
proposal-gains = Salvi { $weight } in più che senza fare niente.
proposal-gains-nothing = Salvi lo stesso cibo che senza fare niente.
proposal-loses = Salvi { $weight } in meno che senza fare niente.
proposal-way = Strada: { $way }, al volante { $driving }.
proposal-stays = Non trovano posto: { $crates }
proposal-nobody = Non cambia niente per nessuno.
proposal-drivers = Che cosa cambia per gli autisti
proposal-points = Che cosa cambia per i punti
proposal-shops = Che cosa cambia per i negozi
proposal-new-round = Giro nuovo
proposal-round-new = { $n ->
    [one] Nuovo giro con 1 tappa
   *[other] Nuovo giro con { $n } tappe
  }
proposal-round-off = Niente più tappe
proposal-round-later = Le stesse tappe, { $time } più tardi
proposal-round-earlier = Le stesse tappe, { $time } prima
proposal-round-changes = { $n ->
    [one] 1 cambiamento
   *[other] { $n } cambiamenti
  }
proposal-stop-new = Nuova tappa: { $place }, alle { $time }
proposal-stop-gone = Salta { $place }
proposal-stop-to = { $place } passa a { $name }
proposal-loads = { $place }: carica { $now }, erano { $before }
proposal-unloads = { $place }: lascia { $now }, erano { $before }
proposal-other-lots = { $place }: altri lotti
proposal-site-changes = { $after } alle { $is }, erano { $before } alle { $was }
proposal-site-new = { $crates } alle { $time }, prima niente
proposal-site-gone = Niente più. Erano { $crates } alle { $time }
proposal-whole = Guarda tutto il piano
proposal-drop = Scarta la proposta
proposal-recorded = Quello che è successo resta registrato.
proposal-accept = Accetta e avvisa tutti
proposal-searching = Cerco ancora di meglio
proposal-better = C'è una proposta migliore
proposal-better-figures = Salva { $saved } (questa { $before }). Strada: { $way } (questa { $longer }).
proposal-better-look = Guarda quella
plan-who-is-affected = Che cosa cambia, e per chi
alarm-stopped = Giro fermo
alarm-shortfall = Meno casse del previsto
alarms-shortfall = A bordo mancano { $crates } per le tappe che restano.
driver-take-over = Prendi le casse dal mezzo di { $name }, fermo qui.

### how evenly food is shared out
grams = { $value } g
fairness-title = Equità fra i punti
fairness-lead = Chili a persona negli ultimi { $n } giorni, fino a ieri sera.
fairness-today = Come si sceglie oggi
fairness-how = Prima si salva più cibo possibile. Poi il cibo va a chi è più lontano dall'obiettivo. Solo alla fine si accorcia la strada.
the-percent = { $value ->
    [8] l'8 %
    [11] l'11 %
    [80] l'80 %
    [81] l'81 %
    [82] l'82 %
    [83] l'83 %
    [84] l'84 %
    [85] l'85 %
    [86] l'86 %
    [87] l'87 %
    [88] l'88 %
    [89] l'89 %
   *[other] il { $value } %
  }
plan-fairest = Equità: { $percent } (100{"\u00A0"}% = il meglio possibile con questo cibo).
fairness-today-reaches = Il piano di oggi raggiunge { $percent } dell'uso più equo possibile.
fairness-none = Negli ultimi { $n } giorni non è arrivato niente ai punti.
fairness-none-next = La pagina si riempie il giorno dopo i primi arrivi.
fairness-in-all = In tutto, a persona
fairness-target = L'obiettivo è uguale per ogni persona che può avere quel cibo. Quello che un punto non prende non conta.
fairness-by-category = Per tipo di cibo
fairness-of-category = { $category }, a persona
fairness-even = { $received }, in pari
fairness-missing = { $received }, mancano { $missing }
fairness-above = { $received }, { $more } in più

### what counts for how much in a plan
policy-title = Che cosa conta nel piano
policy-lead = Il cibo salvato viene sempre prima. Qui scegli quanto conta tutto il resto.
policy-evenness = Quanto contano le parti giuste
evenness-least = Pochissimo
evenness-less = Poco
evenness-usual = Normale
evenness-more = Molto
evenness-most = Moltissimo
policy-person = Un autista in più: quanti minuti di guida vale?
policy-person-hint = Quanti minuti di guida in più pur di non chiamarla.
policy-kilometre = Un chilometro in meno: quanti secondi di guida vale?
policy-kilometre-hint = Quanti secondi di guida in più pur di risparmiarlo.
policy-try = Guarda che cosa cambia
policy-curve = Parti giuste o strada
policy-week = Dal { $first } al { $last }: lo stesso cibo, pianificato di nuovo.
policy-caption = L'ultima settimana con ogni scelta
policy-reached = Equità fra i punti
policy-reached-hint = Equità: quanta parte dell'uso più equo che quel cibo permetteva. Sono prove veloci: contano le differenze.
policy-saved = Cibo salvato
policy-chosen = scelta
policy-now = in uso
policy-no-week = Negli ultimi sette giorni non c'è niente da pianificare di nuovo.
policy-no-week-next = Puoi salvare lo stesso.

# the first hour
start-title = Cosa manca per partire
start-lead = Un passo alla volta, dall'alto. Ogni riga porta dove si fa.
start-whole = Non manca niente.
start-done = Fatto:
start-without-phone = { $n ->
    [one] Una persona non è ancora entrata.
   *[other] { $n } persone non sono ancora entrate.
}
start-no-room = Senza posto per le casse: qui non arriva cibo
start-no-hours = Negozi senza orari: nessuno passa
step-area = Scegli la zona
step-shop = Aggiungi un negozio
step-point = Aggiungi un punto, con il posto per le casse
step-vehicle = Aggiungi un mezzo
step-driver = Aggiungi un autista
step-shift = Metti un turno
step-phones = Fai entrare tutti con il telefono
step-food = Annuncia il cibo di oggi o di domani
step-plan = Fai il piano e pubblicalo
step-hint-area = Come si chiama e quali comuni ha.
step-hint-shop = Chi dona: nome, comune, orari.
step-hint-point = Chi consegna alle famiglie: orari, persone, casse al giorno.
step-hint-vehicle = Quante casse e quanti chili porta, e dove sta.
step-hint-driver = Una persona con il ruolo di autista.
step-hint-shift = Chi guida, con quale mezzo, da che ora a che ora. Di solito un turno fisso.
step-hint-phones = Un foglio di codici per negozio o gruppo, valido una settimana.
step-hint-food = Lo fa il negozio dal suo telefono, o tu per lui.
step-hint-plan = I giri di oggi o di domani: quando pubblichi, tutti lo sanno.
codes-title = Codici per molti
codes-lead = Un foglio da stampare, con un codice per ogni persona.
codes-for = Per chi
codes-everybody = Tutti quelli che non sono ancora entrati
codes-drivers = Gli autisti che non sono ancora entrati
codes-make = Crea i codici
codes-hint = Ogni codice vale una settimana e fa entrare un solo telefono.
codes-until = I codici valgono fino a { $time }, una volta sola ciascuno. Stampali ora: dopo non si rivedono.
codes-message = Ciao { $name }! Entra in Girofresco: { $link } (codice { $code }, vale 7 giorni, un telefono)

# breaks of drivers
until-hint = Un'ora prima dell'inizio è del giorno dopo: dalle 20:00 alle 01:00.
clock-tomorrow = { $time } di domani
clock-next-day = { $time } del giorno dopo
spot-title = Partenza o arrivo a un indirizzo
spot-hint = Solo se il turno comincia o finisce fuori dai vostri luoghi.
spot-start = Partenza
spot-end = Arrivo
spot-address = Indirizzo
spot-at = Posizione sulla mappa
spot-at-hint = Incolla il link di Google Maps o OpenStreetMap, oppure latitudine e longitudine.
rest-title = Pausa
rest-hint = Quanto dura e tra che ora e che ora. Il piano non la salta mai.
rest-minutes = Minuti di pausa
rest-from = Dalle
rest-until = Alle
rest-empty = Durante la pausa il mezzo dev'essere vuoto
rest-none = Più di sei ore senza pausa: va bene così
rest-said-at = Pausa di { $length } alle { $time } (tra le { $from } e le { $until }).
rest-said = Pausa di { $length } tra le { $from } e le { $until }.
rest-said-empty = Senza cibo sul mezzo.
### import
import-line = riga { $line }
import-column = colonna { $column }
import-or = o
import-perhaps = (forse { $words }?)
import-counts = { $file }: { $added } in più, { $changed } cambiati, { $unchanged } uguali
import-mistakes =
    { $n ->
        [one] non ho preso niente: c'è un errore
       *[other] non ho preso niente: ci sono { $n } errori
    }
import-unread-sheet = { $sheet }: non so che cos'è questo foglio, non l'ho letto
import-left-sites =
    { $n ->
        [one] { $file }: un luogo non c'è nel file e resta com'è: { $names }
       *[other] { $file }: { $n } luoghi non ci sono nel file e restano come sono: { $names }
    }
import-left-vehicles =
    { $n ->
        [one] { $file }: un mezzo non c'è nel file e resta com'è: { $names }
       *[other] { $file }: { $n } mezzi non ci sono nel file e restano come sono: { $names }
    }
import-left-downtimes =
    { $n ->
        [one] { $file }: un fermo non c'è nel file e resta com'è: { $names }
       *[other] { $file }: { $n } fermi non ci sono nel file e restano come sono: { $names }
    }
import-left-people =
    { $n ->
        [one] { $file }: una persona non c'è nel file e resta com'è: { $names }
       *[other] { $file }: { $n } persone non ci sono nel file e restano come sono: { $names }
    }
import-left-shifts =
    { $n ->
        [one] { $file }: un turno di quei giorni non c'è nel file e resta com'è: { $names }
       *[other] { $file }: { $n } turni di quei giorni non ci sono nel file e restano come sono: { $names }
    }
import-left-lots =
    { $n ->
        [one] { $file }: un lotto di quei giorni non c'è nel file e resta annunciato: { $names }
       *[other] { $file }: { $n } lotti di quei giorni non ci sono nel file e restano annunciati: { $names }
    }
import-rests = { $file }: nessun turno il { $days }. È festa, o la zona è chiusa.
import-closed-then = { $place }: { $site } è chiuso il { $date }. Nessuno potrà ritirare.
import-closed-at-that-hour = { $place }: il { $date } { $site } è aperto { $open }. Nessuno potrà ritirare prima o dopo.
import-expected-code = un codice come SM01
import-expected-name = un nome
import-expected-town = il nome di un comune
import-expected-opening = orari come lun-ven 08:00-12:30; sab 08:00-12:00
import-expected-whole = un numero intero
import-expected-kilograms = un numero come 12,5
import-expected-degrees = gradi come 45,31
import-expected-zone = un fuso orario come Europe/Rome
import-expected-date = una data come 27/11/2026
import-expected-date-or-days = una data come 27/11/2026 o giorni come lun-ven
import-expected-time = un'ora come 8:30
import-expected-food = un alimento come pane
import-unreadable = non si può leggere: { $error }
import-too-large = è più grande di { $mb } MB
import-too-much-inside = contiene troppo per fogli come questi. Non l'ho letto.
import-not-a-spreadsheet = non è un foglio di calcolo che so leggere: salvalo come .xlsx, .ods o CSV
import-locked = è protetto da una password: salvalo senza
import-old-workbook = è nel vecchio formato .xls: salvalo come .xlsx
import-unknown-sheets = non ha fogli che so leggere ({ $sheets }). Chiamali luoghi, mezzi, persone, turni, lotti.
import-unknown-file = non so che cos'è: chiamalo luoghi, mezzi, persone, turni o lotti
import-given-twice = c'è due volte: la stessa cosa sta in { $other }
import-empty = è vuoto: la prima riga deve dire i nomi delle colonne: { $columns }
import-not-text = non è un testo: salvalo come "CSV UTF-8", .xlsx o .ods
import-two-encodings = ha lettere scritte in due modi diversi: salvalo come "CSV UTF-8"
import-open-quote = qui si aprono delle virgolette che non si chiudono mai
import-swallowed-rows = qui si aprono delle virgolette chiuse solo alla riga { $last }. Le righe in mezzo ci finiscono dentro. Le virgolette nel testo si scrivono due volte.
import-unnamed-column = sta in una colonna senza nome: dalle un nome o svuotala
import-formula-error = è l'errore di una formula: correggilo nel foglio
import-unknown-column = non è una colonna di questo file{ $perhaps }; ci possono essere: { $known }
import-repeated-column = c'è due volte
import-missing-column = manca la colonna; servono: { $needed }
import-too-many-cells = ha { $cells } celle, ma le colonne sono { $columns }. Metti tra virgolette ciò che contiene il separatore.
import-missing = è vuoto; qui va { $expected }
import-doubtful = può voler dire due cose: scrivi { $thousands } oppure { $decimals }
import-doubtful-date = può essere { $one } o { $other }: scrivi l'anno con quattro cifre
import-no-phone = non ha un numero di telefono; scrivilo come 0371 420000
import-lost-zero = forse ha perso lo zero iniziale. Scrivi 0371 420000; un cellulare scrivilo con uno spazio.
import-too-light = è troppo poco per { $crates } casse; almeno { $kg } kg
import-not-a-number = non è un numero; qui va { $expected }
import-out-of-range = non può essere; va da { $least } a { $most }
import-word = non si conosce; qui va uno di questi: { $words }{ $perhaps }
import-text-empty = è vuoto
import-text-long = è più lungo di { $most } caratteri
import-text-control = ha caratteri che non sono testo
import-code = non è un codice: al massimo 40 lettere, cifre, punti, trattini
import-not-a-date = non è una data; scrivila come 27/11/2026
import-not-a-date-or-days = non è una data come 27/11/2026 né giorni come lun-ven
import-not-a-time = non è un'ora; scrivila come 8:30
import-last-before = viene prima del { $first }, il primo giorno
import-ends-before = non viene dopo le { $from }, quando comincia
import-opening = non sono orari che so leggere. Scrivili come lun-ven 08:00-12:30; sab 08:00-12:00.
import-no-break = non è una pausa. Scrivila come 30 12:00-14:00.
import-break-too-long = è una pausa più lunga delle sue ore
import-break-outside = è una pausa per cui il turno non ha tempo
import-zone = non è un fuso orario; scrivi un nome come Europe/Rome
import-unknown-town = non è un comune di questa zona{ $perhaps }
import-half-coordinates = è da sola: servono tutte e due le coordinate, o nessuna
import-swapped = sembra la longitudine: latitudine e longitudine sono scambiate
import-far = è a { $km } km da { $town }: controlla il comune e le coordinate
import-duplicate = c'è già alla riga { $first }: può starci una volta sola
import-overlap = ha già un turno in quelle ore il { $date }, alla riga { $first }
import-unknown-site = non è codice né nome di un luogo che conosco{ $perhaps }
import-unknown-vehicle = non è codice né nome di un mezzo che conosco{ $perhaps }
import-unknown-person = non è codice né nome di una persona che conosco{ $perhaps }
import-several-so = si chiamano così in più d'uno: scrivi il codice ({ $codes })
import-takes-food = è un punto; qui va un negozio o un magazzino
import-gives-food = è un negozio; qui va un punto o un magazzino
import-role = non è un ruolo. Scrivi autista, coordinatore, negozio:CODICE o punto:CODICE, separati da punto e virgola.
import-language = non è una lingua; scrivi it o en
import-not-between = non può essere su questo cibo: va dal { $first } al { $last }. Controlla l'anno.
import-date-without-kind = è una data, ma il tipo dice senza data. Scrivi scadenza o tmc.
import-expired = viene prima del giorno del ritiro. Il cibo scaduto non si può dare.
import-too-far = è tra più di { $days } giorni
import-fewer = sono meno delle { $families } famiglie
import-too-heavy = è troppo per { $crates } casse; al massimo { $kg } kg
import-not-geojson = non è GeoJSON con una raccolta di elementi: { $error }
import-feature-without-town = l'elemento { $number } non ha in "code" il codice di un comune
import-not-an-outline = non è un poligono
import-needed-area = manca. Una zona nuova vuole lì il suo nome e il fuso orario.
import-needed-which = manca. Ci sono più zone, e deve dire quale.
import-needed-towns = manca. Una zona nuova vuole i suoi comuni; conosco solo quelli di Lodi.
import-was-donor = il luogo è già un negozio. Un altro tipo vuole un codice suo.
import-was-point = il luogo è già un punto. Un altro tipo vuole un codice suo.
import-was-hub = il luogo è già un magazzino. Un altro tipo vuole un codice suo.
import-day-over = è un giorno passato (oggi è il { $today }). Non si cambia più.
import-moved = il lotto { $lot } non cambia più: alcune casse si sono mosse. Correggilo nell'app.
import-closed = il luogo è chiuso quel giorno. Servono le ore in cui il cibo è pronto.
import-round-ended = il giro di questo turno è finito: non si può più cambiare
import-other-shift = è già in un altro turno: { $person } con { $vehicle }, { $date }, { $from }-{ $until }
import-does-not-drive = non guida: non partecipa più, o non è autista
import-down = è fermo dal { $first } al { $last }
import-skipped-hour = è un'ora che quella notte non c'è: le lancette vanno avanti
import-out-of-use = non è più in uso
import-shift-too-long = fa un turno di più di 16 ore
upload-title = Prendi dati da un file
upload-lead = Luoghi, mezzi, persone, turni e cibo da Excel o LibreOffice. Prima vedi che cosa cambia.
upload-files = File
upload-hint = .xlsx, .ods o CSV. I fogli si chiamano luoghi, mezzi, persone, turni, lotti.
upload-look = Guarda che cosa cambia
upload-templates = Modelli da riempire
upload-templates-lead = Ogni modello ha le colonne e qualche riga di esempio da cancellare.
upload-preview = Che cosa cambia
upload-nothing = Non cambia niente: c'è già tutto.
upload-take =
    { $n ->
        [one] Prendi questa riga
       *[other] Prendi queste { $n } righe
    }
upload-taken = Fatto: i dati sono presi.
upload-again = Scegli un altro file
upload-changed = Nel frattempo qualcosa è cambiato. Guarda di nuovo prima di prendere i dati.
upload-wrong =
    { $n ->
        [one] Non ho preso niente: c'è un errore da correggere nel file.
       *[other] Non ho preso niente: ci sono { $n } errori da correggere nel file.
    }
upload-new =
    { $n ->
        [one] Una riga nuova
       *[other] { $n } righe nuove
    }
upload-changes =
    { $n ->
        [one] Una riga che cambia
       *[other] { $n } righe che cambiano
    }
upload-more = E altre { $n }.
upload-what = Che cosa
upload-becomes = Prima e dopo
upload-where = Dove
upload-empty = vuoto
upload-mistakes = Gli errori, cella per cella
upload-written = C'è scritto
upload-mistake = Che cosa non va
