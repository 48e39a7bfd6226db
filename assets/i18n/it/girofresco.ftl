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
category-dairy = Latte e yogurt
category-cheese = Formaggi
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

### donor

donor-push = Hai cibo da donare oggi?
donor-announce = Annuncia
donor-like-yesterday = Come ieri
donor-nothing-today = Niente oggi
donor-announced = Annunciato. Passiamo tra le { $from } e le { $until }.

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

### point

point-accept-all = Accetta tutti ({ $n })
point-reject-this = Rifiuta questo
point-reject-why = Perché?

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

### cli

cli-ready = Girofresco risponde su { $address }
