# Frasi semplici, dando del tu, al massimo dodici parole l'una.
# Ogni chiave deve stare anche in en/girofresco.ftl, con gli stessi argomenti.

### common

app-name = Girofresco
app-description = Il cibo che avanza, oggi stesso a chi serve.
skip-to-content = Vai al contenuto
back = Indietro
more = Altro
menu = Menu
save = Salva
cancel = Lascia perdere
correct = Correggi
search = Cerca
print = Stampa
copy = Copia
copied = Copiato
share = Condividi
call = Chiama
call-person = Chiama { $name }
navigate = Portami lì
open-details = Apri
choose = Scegli
optional = se vuoi
none = Nessuno
yes = Sì
no = No
from-until = dalle { $from } alle { $until }
language = Lingua
language-it = Italiano
language-en = English
logout = Esci
signed-in-as = Sei { $name }
other-role = Passa a { $role }
main-navigation = Sezioni
demo-banner = Prova: i dati sono inventati.
demo-clock = Ore { $time }
estimate = tempi stimati
flagged = da controllare
plus = Uno in più: { $what }
minus = Uno in meno: { $what }
half-degree-more = Mezzo grado in più
half-degree-less = Mezzo grado in meno
minus-sign = Sotto zero
degrees = gradi
today = oggi
tomorrow = domani
yesterday = ieri
in-days = fra { $n ->
    [one] un giorno
   *[other] { $n } giorni
  }
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
kilograms = { $value } kg
kilometres = { $value } km
metres = { $value } m
minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minuti
  }
hours = { $n ->
    [one] 1 ora
   *[other] { $n } ore
  }
hours-minutes = { $hours } h { $minutes } min
celsius = { $value } °C
done-of-total = { $done } di { $total }
target-value = obiettivo { $value }
chart-row = { $label }: { $value }
chart-row-target = { $label }: { $value }, obiettivo { $target }
date-long = { $weekday } { $day } { $month }
date-short = { $weekday } { $day }/{ $month }
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
tab-point-stock = Giacenza
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
date-best-before = TMC
date-use-by-on = Scadenza { $date }
date-best-before-on = TMC { $date }

reject-too-warm = Troppo caldo
reject-broken = Confezione rotta
reject-expired = Scaduto
reject-other = Altro

temperature-question = Quanti gradi segna il termometro?
saved-on-phone = Salvato sul telefono. Parte da solo quando torna la rete.
tick-waiting = Da inviare
tick-sent = Inviato
tick-received = Ricevuto
tick-received-at = Ricevuto { $time }
undo-done = Fatto.
undo = Annulla
undo-seconds = ancora { $n ->
    [one] 1 secondo
   *[other] { $n } secondi
  }
cold-deadline = Consegna entro le { $time } ({ $n ->
    [one] 1 minuto
   *[other] { $n } minuti
  }).
cold-late = Tempo scaduto alle { $time }. Chiama il coordinatore.
photo-add = Fai una foto
photo-chosen = Foto pronta

lot-named = Lotto { $number }, { $category }
date-use-by-past = Scaduto il { $date }
date-best-before-past = TMC passato il { $date }
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
reason-on-the-way = Di strada: { $time } in più
reason-fair-share = In 28 giorni { $point } a persona, la rete { $network }
reason-only-before-cold-limit = L'unico raggiungibile prima che si scaldi
reason-only-open = L'unico aperto a quell'ora
reason-only-room = L'unico con posto
reason-last-resort = Nessun punto può prenderlo oggi
reason-promised = Già promesso a questo punto
left-no_driver = Nessun autista
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
why-correction = correzione
why-bought = acquistato
flag-other_round = Fatto da un altro giro
flag-other_place = Consegnato in un altro posto
flag-unplanned = Non era nel piano
flag-more_than_announced = Più dell'annuncio
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
alarm-no-place = Lotto senza posto
alarm-nowhere-to-go = A bordo senza destinazione
alarm-no-driver = Giro senza autista
alarm-late = Giro in ritardo
alarm-problem = Problema in giro
alarm-unchecked = Consegna da controllare
alarm-conflict = Conferma in conflitto
alarm-flagged = Diverso dal piano
alarm-no-plan = Manca il piano di oggi
date-none = Senza data
other-site = Un altro luogo
week-of = Settimana del { $date }
day = Giorno
crates-and-kilograms = { $crates }, { $kilograms }
percent = { $value } %

### donor

donor-push = Hai cibo da donare oggi?
donor-announce = Annuncia
donor-like-yesterday = Come ieri
donor-nothing-today = Niente oggi
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
donor-nothing-said = Oggi niente. Grazie di averlo detto.
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
    [one] 1 cassa tolta da te
   *[other] { $n } casse tolte da te
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
donor-change = Ne resta di meno?
donor-how-many-left = Quante casse restano?
donor-withdraw = Togli tutto
donor-dates = Fino a quando è buono?
donor-date-use-by = Che scadenza ha?
donor-date-best-before = Che TMC ha?
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

### driver

driver-picked-up-all = Ritirato tutto
driver-something-missing = Manca qualcosa
driver-delivered = Consegnato
driver-cannot-pick-up = Non riesco a ritirare
driver-plan-changed = Il giro è cambiato. Ecco la nuova tappa.
driver-unsent = { $n ->
    [one] 1 conferma non inviata.
   *[other] { $n } conferme non inviate.
  }
driver-retry = Riprova
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
driver-open-next = Apri la prossima tappa
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
driver-start-of = Partenza: { $place }
driver-stop-named = Tappa { $number }: { $place }
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
driver-hand-on = Manda il giro
driver-hand-on-hint = Il testo è pronto per WhatsApp.
driver-plan-version = Piano { $version }, pubblicato alle { $time }
driver-message-times = Parti alle { $from }, finisci verso le { $until }
driver-back-to-round = Torna al giro
driver-back-to-stop = Torna alla tappa
driver-stop-of = Tappa { $number } di { $total }
driver-kind-donor = Negozio
driver-kind-point = Punto
driver-kind-hub = Magazzino
driver-arrival = Arrivo
driver-was-planned = (previsto { $time })
driver-opening = Orario oggi
driver-closed-today = Oggi chiuso
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
driver-end-anyway = Puoi finire lo stesso. Le altre tappe restano al coordinatore.
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
point-got-in-all = presi in 4 settimane
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

### coordinator

coordinator-publish-plan = Pubblica il piano

### login

login-title = Entra
login-code-label = Scrivi il codice (8 lettere e numeri).
login-code-hint = Il codice vale 10 minuti e una volta sola.
login-submit = Entra
login-no-code = Non hai il codice? Chiedilo al coordinatore.
login-code-wrong = Questo codice non è giusto. Controlla e riprova.
login-code-expired = Questo codice è scaduto. Chiedine uno nuovo.
login-code-used = Questo codice è già stato usato. Chiedine uno nuovo.
login-too-many = Troppi tentativi. Aspetta un minuto e riprova.
login-welcome = Ciao { $name }.
login-signed-out = Sei uscito.

### errors

errors-summary = { $n ->
    [one] C'è una cosa da sistemare
   *[other] Ci sono { $n } cose da sistemare
  }
error-offline = Non c'è rete. Non ho inviato niente. Riprova.
error-server = Qualcosa non ha funzionato. Riprova fra poco.
error-reference = Numero dell'errore: { $id }
error-not-found-title = Non trovo questa pagina
error-not-found = Forse è stata spostata. Torna all'inizio.
error-forbidden-title = Questa pagina non è per te
error-forbidden = Chiedi al coordinatore se ti serve.
error-conflict-title = Qualcosa è cambiato
error-conflict = Guarda com'è adesso, poi riprova.
error-unauthorised-title = Devi entrare
error-unauthorised = Scrivi il codice per continuare.
error-invalid-title = Controlla i dati
error-too-large = È troppo grande. Usa un testo o una foto più piccoli.
error-busy = C'è molto da fare. Riprova fra poco.
error-required = Questo campo serve.
error-not-a-number = Scrivi un numero.
error-out-of-range = Scrivi un numero da { $min } a { $max }.
error-too-long = Scrivi al massimo { $n } caratteri.
error-bad-date = Scrivi una data valida.
error-choose-one = Scegli una risposta.
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
error-no-act = Non trovo questa conferma
error-no-page = Non trovo questa pagina
error-no-thing = Forse è cambiato, o è di qualcun altro.
error-store-title = Non riesco a salvare
error-store = Non ho salvato niente. Riprova fra poco: non si ripete.
error-unreadable = Non riesco a leggere quello che hai inviato. Riprova.
error-cross-site = La richiesta arriva da un altro sito. Non ho fatto niente.
wrong-missing = Serve. Scrivilo qui.
wrong-not-a-number = Scrivi un numero.
wrong-not-a-date = Scrivi una data valida.
wrong-not-a-time = Scrivi un'ora valida, come 14:30.
wrong-too-small = È troppo poco: almeno { $least }.
wrong-too-large = È troppo: al massimo { $most }.
wrong-too-long = È troppo lungo: al massimo { $most } caratteri.
wrong-not-text = Ci sono caratteri che non posso leggere.
wrong-not-a-choice = Scegli una delle risposte.
wrong-date-past = Questa data è passata.
wrong-date-too-far = Questa data è troppo lontana.
wrong-time-past = Quest'ora è passata.
wrong-ends-before-it-begins = Finisce prima di cominciare.
wrong-nothing-chosen = Scegli almeno una cosa.
wrong-too-warm = { $category }: { $read } è troppo caldo. Rifiutalo.
wrong-expired = Lotto { $lot }: è scaduto. Non si può dare.
wrong-not-a-picture = Non è una foto che so leggere.
wrong-taken = Esiste già.
wrong-not-opening-hours = Scrivi gli orari come: mon-fri 08:00-12:00
wrong-no-such-town = Non conosco questo comune.
wrong-far-from-town = È a { $km } km dal comune indicato.
conflict-stop-closed = Questa tappa è già confermata. Se è sbagliata, correggila.
conflict-already-taken = Il lotto { $lot } l'ha già preso il giro { $round }.
conflict-not-enough = Lotto { $lot }: { $n ->
    [0] non c'è più niente.
    [one] c'è solo 1 cassa.
   *[other] ci sono solo { $n } casse.
  }
conflict-on-board = Il lotto { $lot } è già partito. Chiama il coordinatore.
conflict-undone = L'avevi già annullato.
conflict-moved-on = Il lotto { $lot } è già andato avanti. Chiama il coordinatore.
conflict-not-undoable = Questo non si può annullare.
conflict-plan-outdated = Il piano è vecchio: qualcosa è cambiato. Ricalcolalo.
conflict-plan-not-draft = Questo piano è già pubblicato.
conflict-round-ended = Questo giro è già finito.
conflict-still-on-board = { $n ->
    [one] C'è ancora 1 cassa a bordo.
   *[other] Ci sono ancora { $n } casse a bordo.
  }
conflict-op-used = Questa conferma era già arrivata. Ricarica la pagina.
conflict-nothing-there = Non c'è più niente da fare qui. Ricarica la pagina.

### cli

cli-ready = Girofresco risponde su { $address }
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
