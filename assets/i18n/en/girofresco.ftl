# Plain sentences, at most twelve words each.
# Every key must be in it/girofresco.ftl too, with the same arguments.

### common

app-name = Girofresco
app-description = Surplus food, the same day, to those who need it.
skip-to-content = Skip to the content
more = More
count-all = All ({ $n })
sheet-open = Sheet to print
sheet-back = Back to the round
sheet-coordinators = If needed, call:
sheet-lot = Lot
sheet-food = Food
sheet-crates = Crates
sheet-counted = Counted
sheet-time = Time
sheet-signature-there = Signature
sheet-signature = Signature of the driver ____________________
list-pages = Pages of the list
list-page = Page { $page } of { $pages }
list-before = Back
list-after = Next
more-network = The network
more-fleet = Vans, cars, who drives and when.
more-fairness = How much reached each point.
more-upload = Places, people and shifts from a file.
more-food = The food
more-trace = Where a lot went, and recalls.
more-rules = The rules
more-start = What the first round needs.
more-closures = When places stay closed.
more-clock = Plan, notices and the end of the day.
more-limits = Degrees and minutes outside a fridge.
more-policy = What fairness, drivers and kilometres weigh.
save = Save
correct = Correct
search = Search
print = Print
copy = Copy
copied = Copied
share = Share
call = Call
call-person = Call { $name }
navigate = Directions
optional = if you like
from-until = from { $from } to { $until }
language = Language
language-it = Italiano
language-en = English
logout = Sign out
other-role = Go to { $role }
main-navigation = Sections
demo-banner = Trial: the data is invented.
demo-clock = Time { $time }
estimate = estimated times
plus = One more: { $what }
plus-many = { $n } more: { $what }
minus = One fewer: { $what }
half-degree-more = Half a degree more
half-degree-less = Half a degree less
minus-sign = Below zero
today = today
tomorrow = tomorrow
yesterday = yesterday
other-date = Another day
crates = { $n ->
    [one] 1 crate
   *[other] { $n } crates
  }
crates-unit = { $n ->
    [one] crate
   *[other] crates
  }
lots = { $n ->
    [one] 1 lot
   *[other] { $n } lots
  }
stops = { $n ->
    [one] 1 stop
   *[other] { $n } stops
  }
stops-left = { $n ->
    [0] Round finished
    [one] 1 stop left
   *[other] { $n } stops left
  }
stop-now = next stop
stop-done = done
stop-skipped = skipped
families = { $n ->
    [one] 1 family
   *[other] { $n } families
  }
persons = { $n ->
    [one] 1 person
   *[other] { $n } people
  }
kilograms = { $value }{"\u00A0"}kg
kilometres = { $value }{"\u00A0"}km
metres = { $value }{"\u00A0"}m
minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
  }
hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
  }
hours-minutes = { $hours }{"\u00A0"}h{"\u00A0"}{ $minutes }{"\u00A0"}min
celsius = { $value } °C
done-of-total = { $done } of { $total }
target-value = target { $value }
date-long = { $weekday } { $day } { $month }
date-long-year = { $weekday } { $day } { $month } { $year }
date-short = { $weekday } { $day }/{ $month }
date-short-year = { $weekday } { $day }/{ $month }/{ $year }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

role-donor = Shop
role-driver = Driver
role-point = Point
role-coordinator = Coordination

tab-donor-today = Today
tab-donor-announce = Announce
tab-donor-pickups = Pickups
tab-donor-history = History
tab-driver-round = Round
tab-driver-problem = Problem
tab-driver-end = End of round
tab-point-arrivals = Arriving
tab-point-stock = Stock
tab-point-handouts = Handouts
tab-point-history = History
tab-coordinator-today = Today
tab-coordinator-alarms = Alarms
tab-coordinator-plan = Plan
tab-coordinator-trace = Trace
tab-coordinator-sites = Places
tab-coordinator-fleet = Vehicles and shifts
tab-coordinator-people = People

category-bread = Bread
category-produce = Fruit and vegetables
category-dairy = Milk and ricotta
category-cheese = Yogurt and cheese
category-meat = Red meat
category-poultry = Poultry
category-fish = Fish
category-deli = Cold cuts and deli
category-frozen = Frozen food
category-meal = Ready meals
category-dry = Pantry

storage-ambient = Room temperature
storage-chilled = Fridge
storage-fish = Fish on ice
storage-frozen = Freezer
storage-hot = Hot

date-use-by = Use by
date-best-before = Best before
date-use-by-on = Use by { $date }
date-use-by-unread = Use-by date to be read on the label
date-best-before-on = Best before { $date }
date-best-before-unread = Best-before date to be read on the label

reject-too-warm = Too warm
reject-broken = Broken packaging
reject-expired = Past its date
reject-other = Other
warm-cold-inside = It is cold inside
warm-just-out = It left the fridge a few minutes ago
warm-eaten-at-once = It is cooked or eaten at once

temperature-question = How many degrees does the thermometer show?
undo-done = Done.
deed-collected = Collected from { $place }.
deed-delivered = Delivered to { $place }.
deed-stop = Stop confirmed: { $place }.
deed-miss = Stop skipped: { $place }.
deed-found = Food found: { $place }.
deed-announce = { $n ->
    [one] { $n } crate announced for { $day }.
   *[other] { $n } crates announced for { $day }.
}
deed-nothing = Nothing { $day }: we know.
deed-reduce = { $n ->
    [one] { $n } crate taken off the announcement.
   *[other] { $n } crates taken off the announcement.
}
deed-set-down = { $n ->
    [one] { $n } crate left: { $place }.
   *[other] { $n } crates left: { $place }.
}
deed-check-in = { $n ->
    [one] { $n } crate checked.
   *[other] { $n } crates checked.
}
deed-hand-out = { $n ->
    [one] { $n } crate handed to families.
   *[other] { $n } crates handed to families.
}
deed-discard = { $n ->
    [one] { $n } crate thrown away.
   *[other] { $n } crates thrown away.
}
deed-photo = Picture saved.
deed-problem = The coordinator has been told.
deed-end-round = Round ended.
deed-reopen-round = Round reopened.
deed-halt = Vehicle stopped: the coordinator knows.
deed-go-on = The vehicle goes on.
deed-decline = Lot refused.
deed-publish = Plan published.
deed-undo = Undone.
undo = Undo
cold-deadline = Deliver by { $time } ({ $n ->
    [one] 1 minute
   *[other] { $n } minutes
  }).
cold-late = Time ran out at { $time }. Call the coordinator.
photo-add = Take a photo
photo-chosen = Photo ready

lot-named = Lot { $number }, { $category }
date-use-by-past = Use-by { $date }, past
date-best-before-past = Best before { $date }, already past
holder-supplier = Outside the network
holder-discarded = Thrown away
holder-handover = { $site }, to be checked
holder-families = Families of { $site }
said-taken-by-other = Lot { $lot }: round { $round } has taken it already ({ $time }).
said-more-than-announced = Lot { $lot }: { $n ->
    [one] 1 crate
   *[other] { $n } crates
  } more than announced. Recorded.
said-left-behind = Lot { $lot }: { $n ->
    [one] 1 crate stays
   *[other] { $n } crates stay
  }. Another pickup is needed.
said-stays-on-board = Lot { $lot }: { $n ->
    [one] 1 crate goes
   *[other] { $n } crates go
  } back on the vehicle. The driver sees it.
said-out-of-range = { $category }: { $read } is out of range. Tell the coordinator.
said-cold-limit-passed = Lot { $lot }: too long outside a fridge. Check it well.
said-not-as-planned = It was not in the plan. Recorded, the coordinator sees it.
said-clock-off = The phone's clock is wrong. The server's time was taken.
reason-on-the-way = { $seconds ->
    [0] Right on the way
   *[other] On the way: { $time } more
  }
reason-fair-share = { $point } a person in 28 days, the network { $network }
reason-only-before-cold-limit = The only one in reach before it warms up
reason-only-open = The only one open at that time
reason-only-room = The only one with room
reason-last-resort = No point can take it today
reason-promised = Already promised to this point
left-no_driver = No driver
left-shop_closed = The shop is closed on that day, or while the food is ready
left-no_vehicle_in_window = No vehicle free at that time
left-refused = No point takes this product
left-no_point_open = No point open when it would arrive
left-no_room = No point has room
left-vehicle_full = Vehicles are full
left-cold_limit = It would be outside a fridge too long
left-use_by = Past its use-by date, or it would be on arrival
left-shift_too_short = The shifts end too early
fix-open-longer = It would take { $site } open { $time } longer
fix-longer-shift = It would take a shift { $time } longer
fix-more-room = It would take room for { $n ->
    [one] 1 crate
   *[other] { $n } crates
  } at { $site }
fix-insulated-boxes = It would take insulated boxes on the vehicle
fix-one-more-driver = It would take one more driver
why-withdrawn = taken back by the shop
why-not_there = was not there
why-more_there = more than announced
why-unfit = not fit
why-too_warm = too warm
why-broken = packaging broken
why-expired = expired
why-other = other
why-returned = brought back
why-cold_inside = cold inside
why-just_out = out of the fridge for a few minutes
why-eaten_at_once = cooked or eaten at once
why-correction = correction
why-bought = bought
flag-other_round = Done by another round
flag-other_place = Delivered somewhere else
flag-unplanned = Not in the plan
flag-more_than_announced = More than announced
flag-more_than_planned = More than the plan gives this point
flag-temperature = Temperature out of range
flag-clock_off = The phone's clock was wrong
flag-cold_limit = Cold limit passed
problem-late = Running late
problem-vehicle = Vehicle broken down
problem-road = Road closed
problem-person = I can't go on
problem-other = Something else
outcome-done = Done
outcome-closed = It was closed
outcome-unreachable = Could not be reached
outcome-reopened = Open again
alarm-cold = Cold chain
alarm-no-place = Food that nobody collects
alarm-nowhere-to-go = On board with nowhere to go
alarm-still-aboard = Food still on board
alarm-no-driver = Round without a driver
alarm-overlap = Two shifts at the same time
alarm-broken = The plan does not hold any more
alarm-driver-gone = Drives no more
alarm-vehicle-gone = Vehicle off the road
alarm-late = Round running late
alarm-problem = Trouble on a round
alarm-unchecked = Delivery to be checked
alarm-conflict = Conflicting confirmation
alarm-flagged = Other than planned
alarm-no-plan = Today has no plan
alarm-nobody-drives = Food announced and nobody to drive
alarm-nobody-opens = Food announced and no point open
alarm-open-shift = Nobody takes this shift

alarm-missing = Missing confirmations
alarm-held = Confirmations from a locked phone
alarm-off-plan = A stop not done, beside the plan
alarm-push-blocked = Notices that do not arrive
alarms-off-plan = The stop was no longer in the plan.
date-none = No date
other-site = Another place
week-of = Week of { $date }
day = Day
crates-and-kilograms = { $crates }, { $kilograms }
percent = { $value }%
day-by-day = Day by day

### donor

donor-push = Have you food to give { $day }?
donor-announce = Announce
donor-like-yesterday = Same as yesterday
donor-nothing = Nothing { $day }
donor-said-nothing = Nothing
donor-announced = Announced. We come between { $from } and { $until }.
donor-announce-how = How many crates? Tap plus for each kind of food.
donor-announce-more = Announce more
donor-announced-for = Announced for { $date }
donor-no-plan-yet = Announced. We tell you the time once there is a round.
donor-who-comes = { $driver } comes with { $vehicle }.
donor-who-came = { $driver }, { $vehicle }
donor-late = { $n } minutes late
donor-collected = Collected at { $time }. Thank you!
donor-visit-closed = We came at { $time }: it was closed.
donor-visit-unreachable = At { $time } we could not get there.
donor-coordinator-knows = The coordinator knows and looks for another round.
donor-not-carried = { $n ->
    [one] 1 lot has no round yet
   *[other] { $n } lots have no round yet
  }
donor-after-plan = It came after today's plan.
donor-coordinator-looks = The coordinator sees it and looks for a way.
donor-nothing-said = All right, nothing { $day }. Thanks for telling us!
donor-changed-mind = Something left after all? Just announce it.
donor-waiting = { $n ->
    [one] 1 crate waits for pickup
   *[other] { $n } crates wait for pickup
  }
donor-fate-collected = { $n ->
    [one] 1 crate collected ({ $time })
   *[other] { $n } crates collected ({ $time })
  }
donor-fate-returned = { $n ->
    [one] 1 crate brought back ({ $time })
   *[other] { $n } crates brought back ({ $time })
  }
donor-fate-withdrawn = { $n ->
    [one] 1 crate taken off by you
   *[other] { $n } crates taken off by you
  }
donor-fate-not-there = { $n ->
    [one] 1 crate was not there
   *[other] { $n } crates were not there
  }
donor-fate-refused = { $n ->
    [one] 1 crate not taken: { $why }
   *[other] { $n } crates not taken: { $why }
  }
donor-fate-discarded = { $n ->
    [one] 1 crate thrown away
   *[other] { $n } crates thrown away
  }
donor-photo = See the photo
donor-change = Is there less?
donor-how-many-left = How many crates are left?
donor-withdraw = Take it all off
donor-date-use-by = What is its use-by date?
donor-date-use-by-hint = Not sure? Leave it empty: the point reads it on the label.
donor-date-best-before = What is its best-before date?
donor-date-best-before-hint = Not sure? Leave it empty: the point reads it on the label.
donor-details = More details
donor-date-kind = Kind of date
donor-storage = How it is kept
donor-kilograms = Kilograms in all (if you know)
donor-kilograms-hint = Left empty, we count the usual weight.
donor-more = Photo, note, time
donor-photo-again = The photo was not kept. Choose it again, if you like.
donor-note = Note for the driver
donor-note-hint = For example: ring at the back door.
donor-for-when = For when?
donor-for-day = For { $day }
donor-until = Can be collected until
donor-no-pickups = No pickups yet.
donor-pickups-planned = Planned
donor-pickups-done = Done
donor-no-history = Nothing yet. Your first announcement will show here.
donor-given-in-all = given in 4 weeks
donor-places-reached = places reached
donor-kilograms-by-week = Kilograms collected by week
donor-where-it-went = Where your food went
donor-where-it-went-hint = Only what has arrived already.
donor-by-day = Day by day, in crates
donor-column-announced = Announced
donor-column-collected = Collected
donor-column-refused = Not taken
donor-waits = waits for pickup

### driver

driver-picked-up-all = Picked up everything
driver-something-missing = Something is missing
driver-delivered = Delivered
driver-plan-changed = The round has changed. Here is the new stop.
driver-call-coordinator = Call the coordinator
driver-round-title = Round { $number }
driver-round-lead = { $date }, { $vehicle }
driver-round-lead-of = { $date }, { $vehicle }, driven by { $name }
driver-round-of = Round { $number }, { $name }
driver-no-round-title = Your round
driver-no-plan = There is no plan for today yet.
driver-no-plan-next = You see it here once the coordinator publishes it.
driver-no-round = No round for you today.
driver-no-round-next = Were you to drive? Call the coordinator.
driver-choose-round = Choose the round
driver-other-rounds = Other rounds
driver-unfinished = A round is not finished ({ $date }). Food is still on board.
driver-open-round = Open that round
driver-leave-at = Leave at { $time }.
driver-leave-at-from = Leave at { $time } from { $place }.
driver-shift-cancelled = Your shift is cancelled. Call the coordinator.
driver-ended-at = Round finished at { $time }.
driver-see-summary = See how it went
driver-open-next = Next stop
driver-arrive-at = Arrive at { $time }
driver-late-by = { $time } late
driver-load-line = Load { $crates }: { $what }
driver-unload-line = Unload { $crates }: { $what }
driver-crates-to-carry = crates to load
driver-way = of road
driver-at-the-wheel = at the wheel
driver-expected-end = expected end
driver-all-stops = The stops
driver-map = Map
driver-map-title = Map of round { $number }
driver-map-description = The stops in order: { $places }.
driver-on-board = On board
driver-nothing-on-board = There is nothing on board.
driver-goes-to = Goes to { $place }
driver-homeless = { $crates } on board with nowhere to go.
driver-homeless-next = Choose below where to take them.
driver-all-has-a-place = Everything has a place to go. Change it only if needed.
driver-decide-where = Decide where to take them
driver-set-down-elsewhere = Leave somewhere else
driver-where-to = Where do you leave them?
driver-set-down-here = Left here
driver-open-until = open until { $time }
driver-closed-now = closed now
driver-refuses-some = usually does not take them
driver-back-to-shop = Bring back to { $place }
driver-back-to-shop-detail = Only crates that come from there
driver-throw-away = Throw away
driver-throw-away-lot = Throw away: { $lot }
driver-throw-away-last = Only if nobody can eat it. The reason is kept.
driver-crates-thrown-away = Crates to throw away
driver-hand-on = Share the round
driver-hand-on-hint = The text is ready for WhatsApp.
driver-plan-version = Plan { $version }, published at { $time }
driver-message-times = Leave at { $from }, finish around { $until }
driver-back-to-round = Back to the round
driver-back-to-stop = Back to the stop
driver-stop-of = Stop { $number } of { $total }
driver-was-planned = planned { $time }
driver-closed-today = closed today
driver-closed-then = closed when you arrive
driver-place-approximate = The place shown is only the town's. Look at the address.
driver-note-of-shop = From the shop: { $note }
driver-to-load = To load
driver-to-unload = To unload
driver-lot-number = Lot { $number }
driver-lot-from = { $lot }, from { $place }
driver-lot-to = { $lot }, for { $place }
driver-photo = Photo taken by the shop
driver-done = Done
driver-not-everything = Not everything
driver-cannot = Can't do it?
driver-cannot-get-there = I can't get there
driver-add-note = Add a note
driver-note = Note for the coordinator
driver-temperature = Measure the temperature (if you like)
driver-temperature-of = { $storage }: how many degrees?
driver-range = Good from { $low } to { $high }
driver-range-at-most = Good up to { $high }
driver-range-at-least = Good from { $low } up
driver-how-many-taken = How many crates do you take?
driver-how-many-set-down = How many crates do you leave?
driver-crates-taken = Crates taken
driver-crates-set-down = Crates left
driver-why-missing = And the others?
driver-were-not-there = They were not there
driver-left-there = They stay there
driver-left-there-detail = for another pickup
driver-refused = Refused: { $why }
driver-confirm-counted = Confirm this
driver-stop-gone = The round has changed. This stop is gone.
driver-stop-gone-next = If you are here already, record what you do.
driver-closed-done = Done at { $time }.
driver-closed-missed = { $outcome } at { $time }.
driver-recorded = Recorded
driver-was-loaded = loaded
driver-was-set-down = unloaded
driver-was-not-taken = not taken: { $why }
driver-was-moved = moved
driver-correct-hint = The stop opens again. Then confirm it anew.
driver-problem-title = What is the trouble?
driver-problem-which = Tap what is going on
driver-late-how-much = By how much?
driver-tell-coordinator = Tell the coordinator
driver-problems-told = Already told
driver-problem-told = The coordinator sees it.
driver-problem-settled = Settled at { $time }.
driver-stops-done = Stops done
driver-stops-skipped = Stops skipped
driver-crates-collected = crates collected
driver-crates-delivered = crates delivered
driver-weight-delivered = of food delivered
driver-brought-back = Brought back
driver-thrown-away = Thrown away
driver-way-planned = Road planned
driver-empty-first = The round ends when the vehicle is empty.
driver-deliver-to = Deliver to { $place }
driver-end-anyway = The coordinator takes care of the other stops.
driver-end-despite = End it anyway
driver-arrives = arrival { $time }
driver-open-today = open { $spans }
driver-always-open = always open
driver-was-missed = you could not before
driver-stops-over = The stops are over
driver-loaded = Loaded: { $crates }
driver-unloaded = Unloaded: { $crates }
driver-end-button = The round is finished
driver-thanks-title = Thank you!
driver-thanks = Round finished at { $time }. Have a good rest.
driver-reopen = Open the round again
driver-reopen-hint = If you ended it too early.

### point

point-accept-all = Accept all ({ $n })
point-reject-this = Reject this one
point-reject-why = Why?
point-nothing-comes = Nothing comes for now.
point-nothing-comes-today = If the round changes, you see it here.
point-no-plan-yet = There is no round for today yet. You will see it here.
point-to-check = To be checked
point-set-down = { $lots }, { $crates }: the driver left them here.
point-check = Check ({ $n })
point-see-lots = See the lots
point-towards = Around { $time }
point-from = from { $donor }
point-planned-were = { $n ->
    [one] 1 was planned
   *[other] { $n } were planned
  }
point-why-us = Why us?
point-is-here = It is here: check
point-taken-today = Taken in today
point-check-title = Check
point-degrees = { $storage }: how many degrees does the thermometer show?
point-range-at-most = Fine up to { $value }.
point-range-at-least = Fine from { $value } up.
point-no-thermometer = I cannot measure
point-fine = It is fine
point-warm = { $category }: more than { $warmest } is too much. Reject it, or say why you take it. The coordinator sees it.
point-warm-why = Why do you take it?
point-too-warm = { $category }: too warm. Reject it.
point-label-use-by = Which use-by date is on the label?
point-label-best-before = Which best-before date is on the label?
point-label-best-before-hint = If there are different dates, give the first.
point-how-many-rejected = How many crates do you reject?
point-note = Note (if you like)
point-accept-others = Reject those marked, accept the others
point-some-rejected = Some lots are marked to be rejected.
point-nothing-to-check = Nothing to check.
point-nothing-to-check-hint = When the driver delivers, the lots show here.
point-check-van = Check those on the vehicle: { $vehicle } ({ $driver })
point-still-on-van = These lots are still on the vehicle ({ $vehicle }).
point-no-stock = There is nothing here.
point-no-stock-hint = Food accepted at the check shows here.
point-in-all = in all
point-expired-lots = { $n ->
    [one] 1 lot is past its use-by date: it cannot be given.
   *[other] { $n } lots are past their use-by date: they cannot be given.
  }
point-discard = Throw away
point-discard-all = { $n ->
    [one] Throw the crate away
   *[other] Throw { $n } crates away
  }
point-how-many-discarded = How many crates do you throw away?
point-handouts-title = Handouts to families
point-hub-gives-nothing = A hub hands nothing to families.
point-nothing-to-give = There is nothing to hand out.
point-what-goes-out = What goes out
point-crates-out = Crates that go out
point-to-whom = To how many families
point-families = Families
point-persons = Persons in all
point-only-numbers = Only numbers: never names.
point-hand-out = Handed out
point-handouts-today = Today's handouts
point-no-history = Nothing yet. The first arrivals will show here.
point-got-in-all = got in 4 weeks
point-rejected-share = of the crates rejected
point-per-person = Kilograms per person in 28 days
point-here = Here
point-network = The network's average
point-per-person-hint = The plan takes this into account, for fair shares.
point-kilograms-by-week = Kilograms taken in by week
point-column-taken = Crates taken in
point-column-weight = Weight
point-column-rejected = Rejected
point-column-given = To families
point-see-all-lots = { $n ->
    [one] See the lot
   *[other] See the { $n } lots
  }
point-past-best-lots = { $n ->
    [one] 1 lot past its best-before date
   *[other] { $n } lots past their best-before date
  }

### coordinator

coordinator-publish-plan = Publish the plan

# day, alarms, plan
map-title = Map of the rounds: { $area }, { $date }
map-no-rounds = No rounds on the map. It shows towns and places.
map-round-says = { $round }: { $done } of { $all } stops done.
map-shop = shop
map-point = point
map-hub = hub
map-done = done
map-now = next
day-figures = The day in numbers
day-announced = announced
day-arrived = at points
day-moving = on the way
day-stored = in the warehouse
day-waiting = to collect
day-left = without a place
day-lost = thrown away
day-rounds-out = { $n ->
    [0] No round on the road, { $all } in all
    [one] 1 of { $all } rounds on the road
   *[other] { $n } of { $all } rounds on the road
  }
day-rounds = Rounds
day-round-column = Round
day-next-column = Next stop
day-done-column = Done
day-done = Stops done, { $round }
day-late-column = Delay
day-aboard-column = On board
day-round = Round { $number }
day-next-stop = { $site }, { $time }
day-round-ended = Ended at { $time }
day-round-all-done = All stops are done
day-late = { $time } late
day-on-board = { $crates }, { $weight } on board
day-driver-cannot = The driver cannot come
day-loads = Load { $crates }: { $what }.
day-unloads = Set down { $crates }: { $what }.
day-loads-crates = Load { $crates }.
day-unloads-crates = Set down { $crates }.
day-go = Go
day-points = Points: what they get
day-shops = Shops: what they give
day-points-empty = { $n ->
    [one] 1 point gets nothing
   *[other] { $n } points get nothing
  }
day-shops-nothing = { $n ->
    [one] 1 shop said: nothing today
   *[other] { $n } shops said: nothing today
  }
day-shops-silent = { $n ->
    [one] 1 shop has not said anything
   *[other] { $n } shops have not said anything
  }
day-delivered = delivered
day-to-check = { $crates } to check
day-all-collected = all collected
day-still-there = still there: { $crates }
day-add-lot = Add a lot
day-draft-waits = A draft plan is waiting
day-draft-made = Made at { $time }. Nobody sees it yet.
day-draft-open = Look and publish
day-alarms = { $n ->
    [one] 1 thing needs you
   *[other] { $n } things need you
  }
day-no-rounds-yet = Rounds appear when you publish the plan.
day-no-plan = There is no plan yet
day-no-plan-next = Food is announced. Work out the rounds.
day-nothing-announced = Nobody has announced food yet
day-nothing-announced-next = You can add a lot for a shop yourself.
day-back-to-today = Back to today
day-still-on-the-road = A round of yesterday is still on its way. Follow it here:
announce-for-title = For which shop?
announce-for-search = Look for a shop or a town
announce-for-none-yet = There is no shop yet: add one first.
announce-for-none = No shop of that name
announce-for-none-next = Try fewer letters, or see them all.
announce-for-all = All shops
round-as-text = The round as a message
round-to-alarms = Go to the alarms
round-as-driver = Confirm the stops for them
round-as-shop = Open as the shop
round-as-point = Open as the point
round-figures = Leaves at { $from }, ends at { $until }. { $way }.
round-done-late = done { $time } late
round-planned-at = planned for { $time }
round-on-board = On board
round-goes-to = goes to { $site }
round-no-place = no stop sets it down
round-who-to-call = Shops and points of the round
round-phone = Tel. { $phone }
alarms-none = All is well
alarms-none-next = If something goes wrong, you see it here.
alarms-urgent = To do now
alarms-later = To know
alarms-since = Since { $time }
alarms-open = Open { $what }
alarms-open-lot = Open the lot
alarms-open-stop = Open the stop
alarms-plan-again = Plan again
alarms-other-driver = Find another driver
alarms-ask-who-passes = Find a driver who passes there
alarms-check-for-them = Check it in for them
alarms-settle = Settled
alarms-no-place = { $crates } that no round collects.
alarms-missed = { $site }: { $outcome }. The food is still there.
alarms-came-late = It came after the plan.
alarms-nowhere = { $crates } on board, and no stop sets them down.
alarms-still-aboard = { $crates } on board since { $date }. Decide where they go.
alarms-no-driver = The driver said that they cannot come.
alarms-no-vehicle = The vehicle is off the road that day.
alarms-drives-no-more = Whoever was to drive drives no more.
alarms-broken-next = The published plan was right, then something changed. Plan again and publish.
alarms-gone = { $n ->
    [one] 1 shift is looking for somebody
   *[other] { $n } shifts are looking for somebody
  }. The first: { $day }.
alarms-gone-next = Give each shift a driver or a vehicle. Until then the plan does not use it.
fault-closed = The place is closed at the planned time.
fault-out_of_use = The place is no longer in use.
fault-other_shift = The shift has other hours or another vehicle.
fault-too_much = The vehicle cannot carry all planned crates.
fault-no_room = The place has no room for all planned crates.
fault-refused = The place does not take this food.
fault-cold = The food would be outside a fridge too long.
fault-use_by = The food would arrive after its use-by date.
fault-missing = Crates are missing.
fault-order = The stops overlap.
alarms-overlap = { $what }, { $day }: { $one } and { $other }.
alarms-overlap-next = The plan uses the second shift only when the first is over. Correct one of them.
alarms-overlap-open = Open the shift { $hours }
alarms-late = Delay: { $time }.
alarms-late-for = { $site } is waiting.
alarms-unchecked = { $crates } left at the point. Nobody checked them.
alarms-no-plan = Food is announced and there are shifts.
alarms-nobody-food = There is food for { $day }.
alarms-nobody-drives = Nobody has a shift: without a driver all of it stays where it is.
alarms-nobody-opens = No point and no hub opens: there is nowhere to bring it.
alarms-cold-over = Its time outside a fridge ended at { $time }.
alarms-cold-will-break = It will arrive after { $time }, its limit.
alarms-cold-soon = It must be delivered by { $time }.
alarms-cold-broken-next = Have its temperature taken before anybody accepts it.
alarms-cold-soon-next = Call the driver: it must be delivered first.
alarms-conflict-answered = The answer was: “{ $answer }”
alarms-not-taken = The server did not take what the phone sent.
alarms-conflict-next = Call and hear what really happened.
alarms-missing = The phone lacks { $n ->
    [one] 1 confirmation
   *[other] { $n } confirmations
  }, between { $from } and { $until }.
alarms-missing-next = Call: perhaps the phone was wiped. Record what happened yourself.
alarms-held = { $n ->
    [one] 1 confirmation waits
   *[other] { $n } confirmations wait
  } on a phone that may not send any more. Nothing of it is recorded.
alarms-held-next = Let the person in again with a code, and they are sent. Or record what is true yourself.
alarms-let-in = Let in
alarms-moved = { $crates }: from { $from } to { $to }.
alarms-flagged-why = Taken all the same: { $why }.
alarms-by = Recorded by { $name }.
act-announce = announcement
act-reduce = reducing a lot
act-stop = confirming a stop
act-miss = skipped stop
act-set-down = delivery outside the plan
act-check-in = check at the point
act-refused = something sent
act-photo = a photo
act-hand-out = handout to families
act-discard = throwing away
act-problem = problem
act-end-round = end of the round
act-reopen-round = reopened round
act-publish = publishing the plan
act-undo = undo
act-halt = vehicle stopped
act-go-on = vehicle on the road again
act-decline = lot refused
act-found = food found at a shop
act-discard-on-board = throwing away on board
act-import = import
act-other = confirmation
plan-make = Plan the day
plan-making = Working out the rounds
plan-placed = { $crates } have a place already
plan-past = This day is past, without a plan
plan-drivers = drivers on shift
plan-no-drivers = No driver has a shift on this day.
plan-stop-over = The visit ends after closing time, { $time }
plan-add-shift = Add a shift
plan-is-draft = draft of { $time }
plan-is-published = published at { $time }, version { $version }
plan-saved = saved
plan-not-carried = left behind
plan-way = on the road
plan-driving = at the wheel
plan-same = as now
plan-more = { $value } more than now
plan-less = { $value } less than now
plan-changed-rounds = { $n ->
    [0] No round changes its way.
    [one] 1 round changes its way.
   *[other] { $n } rounds change their way.
  }
plan-size = { $rounds } rounds, { $stops } stops.
plan-estimated = Times are estimates.
plan-left = What is left, and why
plan-round-when = Hours
plan-round-way = Way
plan-round-loads = Crates
plan-round-cold = Out of fridge
plan-fairness = Fairness between points
plan-fairness-title = Kilograms per person in { $n } days, with this plan
plan-fairness-with-today = { $value }, today { $today }
plan-curious = Technical details
plan-layers = Lower is better. The upper line counts first.
plan-layer-lost = Food lost
plan-layer-unfair = Unfairness
plan-layer-effort = Effort
plan-layer-change = Changes
plan-seed = Seed
plan-seed-hint = Same day and same seed: same plan.
plan-again = Plan again
plan-again-keep = Plan again, keeping what is under way
plan-drop = Drop the draft
plan-print = Print the rounds
plan-print-title = Rounds to print
plan-print-draft = Rounds to print (draft)
# trace, sites, fleet, people
coordinator-saved = Saved.
trace-title = Traceability
trace-lead = Where a lot comes from, and where it went.
trace-query = Number of the lot, shop or point
trace-query-hint = For instance 12, L12 or Caritas.
trace-date = Day
trace-no-such-lot = There is no lot { $number }
trace-no-such-lot-hint = Check the number, or look by day and place.
trace-nothing = Nothing found by these words
trace-of-day = Lots: { $day }
trace-nothing-that-day = No lots on this day.
trace-nothing-there = No lots here in these days.
trace-last-weeks = last 28 days
trace-which-site = Which place?
where-supplier = { $n ->
    [one] 1 outside
   *[other] { $n } outside
  }
where-donor = { $n } at the donor
where-vehicle = { $n } on the vehicle
where-handover = { $n } to check
where-point = { $n } at the point
where-hub = { $n } in the warehouse
where-families = { $n } with families
where-discarded = { $n ->
    [one] 1 thrown away
   *[other] { $n } thrown away
  }
where-nowhere = There is nothing left
kind-supplier = Outside the network
kind-donor = Still at the donor
kind-vehicle = On the vehicle
kind-handover = Set down, to be checked
kind-point = Accepted
kind-hub = In the warehouse
kind-families = Given to families
kind-discarded = Goes to nobody
lot-from = From
lot-day = Day
lot-announced = Announced
lot-ready = Ready
lot-note = Note
lot-now = Where it is now
lot-planned = What the plan says
lot-planned-how = { $crates } with round { $round }, at { $time }.
lot-photo = Photo
lot-photo-of = Photo: { $lot }
lot-happened = What happened
lot-read = Temperature read: { $degrees }
lot-because = Why: { $why }
lot-corrects = Takes back what was recorded at { $time }.
lot-corrected = Taken back at { $time }.
lot-received = Reached the server: { $time }
round-number = Round { $number }
round-named = Round { $number }, { $vehicle }, { $driver }
step-announced = Announced
step-entered = Entered the warehouse
step-withdrawn = Taken off the announcement
step-collected = Collected
step-taken = Taken from the warehouse
step-moved = Passed on
step-set-down = Set down at the point
step-accepted = Accepted
step-stored = Stored in the warehouse
step-rejected = Rejected
step-handed-out = Given to families
step-discarded = Thrown away
step-returned = Brought back
step-undone = Taken back
recall-lot = Recall this lot
recall-this-day = Recall all lots of this day
recall-shop-calls = A shop calls: recall everything of a day
recall-which-shop = Which shop?
recall-which-day = Which day?
recall-which-food = Which product?
recall-any-category = All products
recall-see = See whom to call
recall-nothing = No lot to recall.
recall-title-lot = Recall: { $lot }
recall-title-shop = Recall: { $what }, { $site }, { $date }
recall-as-of = As it stands at { $time }
recall-do = Call everybody on this list: the product must not be given out.
recall-to-stop = still to be stopped
recall-given = already with families
recall-discarded = thrown away
recall-places = Points and warehouses
recall-families = Families
recall-rounds = Rounds and drivers
recall-donors = Who gave it
recall-thrown-away = Thrown away
recall-round = Round { $number }, { $date }
recall-line = { $lot }: { $crates }, { $weight }, from { $time }
recall-line-mistake = { $lot }: recorded by mistake ({ $time }) and taken back.
recall-still-there = Here now: { $crates }.
recall-nothing-left = Nothing is here now.
sites-title = Places
sites-kinds = What kind of place
sites-all = All
sites-lead = Shops, points and warehouses of the network.
sites-search = Search by name or town
sites-none = No place with this name
sites-none-hint = Try fewer letters, or add it below.
sites-of-donor = Shops and donors
sites-of-point = Distribution points
sites-of-hub = Warehouses
site-kind-donor = Shop or donor
site-kind-point = Distribution point
site-kind-hub = Warehouse
site-new-donor = New shop
site-new-point = New point
site-new-hub = New warehouse
site-approximate = Approximate position
site-inactive = Takes no part
choose = Choose
sites-none-yet = There is no place yet.
site-never-open = Opening hours missing
site-edit = Change
site-what = What it is
site-where = Where
site-name = Name
site-town = Town
site-address = Street and number
site-phone = Telephone
site-position = Position
site-latitude = Latitude
site-longitude = Longitude
site-position-hint = Paste a link of Google Maps or OpenStreetMap into the first box, or write degrees, such as 45.1624. Left empty, the town's centre is taken.
site-hours = Opening hours
site-hours-hint = Such as 8:30-12 15-18. Empty means closed.
site-rules = Other rules, one a line
site-rules-hint = Such as: first and third Wednesday 9-11. Or: holidays 10-12; August closed; 24/12/2026 9-11; every 2 weeks from 27/11/2026 Fri 15-17; by appointment.
opening-closed = closed
opening-appointment = by appointment
opening-holidays = public holidays
opening-every-day = every day
opening-otherwise = on other days
opening-ordinal = { $n ->
    [-1] last
    [-2] penultimate
    [1] 1st
    [2] 2nd
    [3] 3rd
   *[other] { $n }th
}
opening-nth = { $nth } { $day } of the month
opening-easter = Easter { $n } days
opening-date = { $day } { $month } { $year }
opening-day-of-year = { $day } { $month }
opening-span = from { $from } to { $until }
opening-weeks-odd = odd weeks
opening-weeks-even = even weeks
opening-week = weeks { $n }
opening-every = every { $n } weeks from { $date }
site-next-weeks = The next four weeks
site-next-weeks-none = It does not open in the next four weeks.
site-appointment = By appointment
site-other-hours = Write an appointment or other hours
hours-window-night = { $from }–{ $until } the next day
hours-window = { $from }–{ $until }
site-service = Visit
site-service-minutes = Minutes of a visit
site-serves = Serves
site-families = Families
site-persons = Persons
site-room = Crates it can take in a day
site-room-hint = At least one number is needed. Where it stays empty, nothing of that kind is taken.
site-refuses = Does not take
site-notes = Notes
site-notes-hint = What a driver should know: entrance, bell, stairs.
site-active = Takes part
site-its-pages = Open its pages
site-its-lots = Its lots
fleet-title = Vehicles and shifts
fleet-lead = Who drives what in the next seven days.
fleet-shifts = Shifts
fleet-vehicles = Vehicles
fleet-no-shifts = No shifts.
fleet-no-vehicles = There are no vehicles
vehicle-no-place = A vehicle stands at a place: add one first.
fleet-no-vehicles-hint = Add the first one: shifts need it.
fleet-replan = The plan used this shift: { $day }. It must be made again.
fleet-sought = { $n ->
    [one] 1 shift has nobody now and is looking for somebody
   *[other] { $n } shifts have nobody now and are looking for somebody
  }.
fleet-replan-go = Go to the plan
fleet-copied = { $n ->
    [0] No shift copied.
    [one] 1 shift copied.
   *[other] { $n } shifts copied.
  }
fleet-copied-left = { $n ->
    [one] 1 shift left out: driver or vehicle already busy.
   *[other] { $n } shifts left out: driver or vehicle already busy.
  }
shift-new = New shift
shift-edit = Shift
shift-copy = Copy the shifts of { $day }
shift-copy-any = Copy the shifts of a day
shift-copy-from = From
shift-copy-to = To
shift-cancel = The driver cannot come
shift-restore = Can come after all
shift-cancelled = The driver cannot come: shift cancelled
shift-date = Day
shift-driver = Driver
shift-vehicle = Vehicle
shift-from = From
shift-until = Until
shift-start = Starts at
shift-end = Ends at
shift-end-anywhere = Wherever the round ends
shift-driver-busy = Drives in another shift at that time.
shift-vehicle-busy = The vehicle is in another shift at that time.
shift-no-drivers = There is no driver. Add a person first.
vehicle-new = New vehicle
vehicle-name = Name
vehicle-crates = Crates
vehicle-kilograms = Load in kg
vehicle-is-refrigerated = It is refrigerated
vehicle-refrigerated = Refrigerated
vehicle-insulated = Crates in insulated boxes
vehicle-insulated-hint = How many cold or hot crates they hold. Empty if there are none.
vehicle-boxes = { $n ->
    [one] 1 insulated crate
   *[other] { $n } insulated crates
  }
vehicle-home = Where it is kept
vehicle-active = In use
vehicle-inactive = Not in use
people-title = People
people-lead = Who belongs to the network, and on which phones.
people-search = Search by name, role or place
people-none = Nobody with this name
person-new = New person
person-edit = Change
person-name = Name and surname
person-phone = Telephone
person-roles = What they do
person-at-shops = Announces for a shop
person-at-points = Takes in at a point or warehouse
person-no-role = Choose at least one role.
person-own-role = You cannot take the coordination from yourself.
person-active = Takes part
person-inactive = Takes no part
person-phones = { $n ->
    [one] 1 phone
   *[other] { $n } phones
  }
person-no-phone = No phone
person-no-phone-hint = Let this person in with a code.
person-devices = Phones
role-at = { $role }: { $site }
invite = Give an access code
invite-hint = Makes a code: valid for 10 minutes, once.
invite-title = Code for { $name }
invite-code = Code
invite-until = Valid until { $time }, once.
invite-qr = QR code that lets { $name } in
invite-how = Point the phone at the QR, or type the code. Then tap Enter.
invite-message = Hello { $name }, come into Girofresco: { $link }
    Or type the code { $code }. Valid until { $time }.
phone-unknown = Phone
phone-this = this phone
phone-since = connected since { $time }
phone-seen = last used { $time }
phone-locked = Locked { $time }
phone-locked-now = Locked. That phone can no longer get in.
phone-lock = Lock this phone
phone-own = This is your own phone. To leave, use Log out at the foot.
limits-title = Cold limits
limits-proposal = The minutes are our own proposal.
limits-proposal-more = Whoever is responsible for hygiene (HACCP) must confirm them.
limits-caption = Temperatures, and minutes outside a fridge
limits-food = Product
limits-range = Temperature
limits-tolerated = Tolerated on a round
limits-warn = Warning after
limits-limit = Delivered within
limits-source = Source
limits-since = since { $date }
limits-shipped = Girofresco's proposal
limits-nothing = none
limits-between = { $low } to { $high } °C
limits-at-least = at least { $low } °C
limits-at-most = at most { $high } °C
limits-up-to = up to { $high } °C
limits-others = Bread, fruit, vegetables and dry food have no limits.
limits-coldest = Lowest (°C)
limits-warmest = Highest (°C)
limits-tolerated-field = Tolerated on a round (°C)
limits-tolerated-hint = How far it may rise during a round. Empty if it may not.
limits-warn-field = Minutes before the warning
limits-limit-field = Minutes at most
limits-source-field = Who says so?
limits-source-hint = For instance: HACCP manual, Dr Rossi, March 2026.

### login

login-title = Sign in
login-code-label = Type the code (8 letters and numbers).
login-code-hint = The code works once, for 10 minutes.
login-submit = Sign in
login-no-code = No code? Ask the coordinator for one.
login-code-wrong = This code is not right. Check it and try again.
login-code-expired = This code is too old. Ask for a new one.
login-code-used = This code was already used. Ask for a new one.
login-welcome = Hello { $name }!

### errors

errors-summary = { $n ->
    [one] One thing needs fixing
   *[other] { $n } things need fixing
  }
error-offline = There is no network. Nothing was sent. Try again.
error-server = Something did not work. Try again in a moment.
error-reference = Error number: { $id }
error-not-found = It may have moved. Go back to the start.
error-forbidden-title = This page is not for you
error-forbidden = Ask the coordinator if you need it.
error-conflict-title = Something has changed
error-conflict = Look at how it is now, then try again.
error-unauthorised-title = Sign in first
error-unauthorised = Type your code to continue.
error-invalid-title = Check what you wrote
error-too-slow-title = Not all of it arrived
error-too-slow = The network is too slow. Nothing was saved: try again.
error-too-large = It is too large. Use a shorter text or smaller photo.
offline-title = There is no network
offline-body = This page is not on the phone. Try again later.
offline-kept = What you already saved is safe.
offline-retry = Try again
go-home = Back to the start

error-no-site = This place can't be found
error-no-lot = This lot can't be found
error-no-round = This round can't be found
error-no-stop = This stop can't be found
error-no-plan = This plan can't be found
error-no-person = This person can't be found
error-no-vehicle = This vehicle can't be found
error-no-shift = This shift can't be found
error-no-device = This phone can't be found
error-no-photo = This photo can't be found
error-no-notice = I cannot find this notice
error-no-act = This confirmation can't be found
error-no-page = This page can't be found
error-no-thing = It may have changed, or it belongs to somebody else.
error-store-title = It can't be saved now
error-store = Nothing was saved. Try again soon: it will count once.
error-internal-title = Something broke here
error-internal = It is not your doing. Nothing was saved: try again soon. If it happens again, tell the coordinator this number.
error-unreadable = What you sent can't be read. Try again.
error-cross-site = The request came from another site. Nothing was done.
wrong-missing = It is needed. Write it here.
wrong-not-a-number = Write a number.
wrong-doubtful = Write { $thousands } or { $decimals }.
wrong-doubtful-date = Write the year with four digits: { $one } or { $other }.
wrong-not-a-phone = Write a telephone number, such as 0371 420000.
wrong-phone-lost-zero = Is the leading 0 missing? Write 0371 420000, or put a space in if it is a mobile: 371 420000.
wrong-not-a-date = Write a valid date.
wrong-not-a-time = Write a valid time, such as 14:30.
wrong-too-small = Too little: at least { $least }.
wrong-too-large = Too much: at most { $most }.
wrong-too-long = Too long: at most { $most } characters.
wrong-not-text = It has characters that can't be read.
wrong-not-a-choice = Choose one of the answers.
wrong-date-past = This date is past.
wrong-date-too-far = This date is too far ahead.
wrong-date-not-between = Check the day and the year. It can be from { $first } to { $last }.
wrong-time-past = This time is past.
wrong-ends-before-it-begins = It ends before it begins.
wrong-nothing-chosen = Choose at least one.
wrong-too-warm = { $category }: { $read } is too warm. Reject it.
wrong-expired = Lot { $lot }: expired. It can't be given.
wrong-warm = { $category }: { $read }, more than { $warmest }. Reject it, or choose why you take it.
wrong-no-temperature-frozen = The temperature of the freezer is missing.
wrong-no-temperature-fish = The temperature of the fish is missing.
wrong-no-temperature-hot = The temperature of the hot food is missing.
wrong-no-temperature-chilled = The temperature of the fridge is missing.
wrong-unread = Lot { $lot }: read the use-by date on the label. If it cannot be read, reject the lot.
wrong-not-a-picture = This is not a photo that can be read.
wrong-taken = It exists already.
wrong-not-opening-hours = These hours can't be read. Write for example 8:30-12 15-18, or one rule a line: first and third Wednesday 9-11.
wrong-not-day-hours = { $day }: write for example 8:30-12 15-18.
wrong-from-which-week = From which week? Write for example: every 2 weeks from 27/11/2026 Fri 15-17.
wrong-down = The vehicle is off the road from { $first } to { $last }: choose another
wrong-down-day = The vehicle is off the road on { $day }: choose another
wrong-skipped-hour = The clocks skip this time that night
wrong-not-on-the-map = I find no place in this: paste a link of a map or two coordinates
wrong-rest-outside = There is no time for the break in these hours.
wrong-long-without-rest = The shift is longer than six hours. Add a break, or tick "that is fine".
wrong-nobody-to-let-in = There is nobody to let in here.
wrong-no-such-town = This town is not known.
wrong-far-from-town = It is { $km } km from the town named.
conflict-stop-closed = This stop is confirmed already. If it is wrong, correct it.
conflict-already-taken = Round { $round } has taken lot { $lot } already.
conflict-not-enough = Lot { $lot }: { $n ->
    [0] there is nothing left.
    [one] there is only 1 crate.
   *[other] there are only { $n } crates.
  }
conflict-not-yet = Lot { $lot }: who collected it has not confirmed yet. It goes by itself later.
conflict-on-board = Lot { $lot } has left already. Call the coordinator.
conflict-undone = You had taken it back already.
conflict-moved-on = Lot { $lot } has moved on. Call the coordinator.
conflict-not-undoable = This can't be taken back.
conflict-plan-outdated = The plan is old: something changed. Plan again.
conflict-plan-not-draft = This plan is published already.
conflict-being-planned = Somebody else is planning this day just now. Wait a moment.
conflict-round-ended = This round has ended already.
conflict-still-on-board = { $n ->
    [one] There is still 1 crate on board.
   *[other] There are still { $n } crates on board.
  }
conflict-op-used = This confirmation had arrived already. Reload the page.
conflict-changed = Something changed meanwhile.

### cli

cli-ready = Girofresco answers at { $address }
cli-invite-next = Now start `girofresco serve`, open the page and type the code. The first screen says what is missing.
cli-first-step = The database is empty. In another terminal: girofresco invite --name NAME --database { $database }
cli-plan-title = Plan of { $date }
cli-plan-round = Round { $number } · { $vehicle } · { $driver } · { $from }-{ $until } · { $way } · { $time } driving
cli-plan-cold = at most { $n } min outside a fridge
cli-plan-total = In all: { $rounds } rounds, { $crates }, { $weight }, { $way }, { $time } driving.
cli-plan-estimated = Travel times are estimates.
cli-plan-left = Not carried:
cli-link-intro = Come in by one of these addresses:
cli-stop-hint = Press Ctrl-C to end.
cli-demo-clock = Demo: the clock starts at { $time } on { $date }, speed { $speed }.
cli-planning = Planning: { $n } tries, { $placed } crates placed, { $left } not
cli-inventing = Making up four weeks of history.

### offline

offline-page-of-before = No network. This is how things stood at #.
offline-slow = The server does not answer. This is how things stood at #.
offline-kept-here = Saved on the phone. It goes by itself when the network is back.
offline-saved = Saved on the phone
offline-received = Received
offline-full = The phone is full: free some space and try again.
offline-login = Log in again: what you did waits on the phone.
offline-photo = Photo
offline-no-photo = The phone is full: the photo is not kept, the rest is.
offline-undone = Taken back
offline-announce = Announcement
offline-reduce = Fewer crates, { $lot }
offline-left = # left
offline-withdraw = Taken out of the announcement: { $lot }
offline-check-in = Check: { $lots }
offline-rejected = Rejected
offline-families = families #
offline-handout = Given to families
offline-discard = Thrown away: { $lot }
offline-crates = crates #
offline-set-down = Crates set down
offline-problem = Problem
offline-end = End of the round
offline-stop = Stop: { $place }
offline-missed = Missed stop: { $place }
outbox-title = To send
outbox-attention = To look at
outbox-how = This is what you did without a network. It goes by itself.
outbox-empty = Everything is sent.
outbox-empty-hint = What you do without a network shows here.
outbox-home = Back to the start
outbox-waiting = Waits for the network.
outbox-early = Waits for the driver's confirmation.
outbox-refused = The server did not take it. The coordinator knows.
outbox-other-person = It belongs to another person: it goes when they are back.
outbox-seen = Seen
outbox-again = Send now
outbox-since = Done at
outbox-needs-scripts = This page needs JavaScript.

### notices

news-donate-today = Any food to donate today?
news-donate-today-body = { $place }: announce it by { $time }.
news-pickup-coming = { $place }: a pickup is coming
news-pickup-changed = { $place }: the pickup changes
news-pickup-coming-body = { $driver } comes { $day } between { $from } and { $until }.
news-pickup-off = { $place }: no pickup
news-pickup-off-body = The round has changed. Keep the food cool: we tell you if somebody else comes.
news-round-published = Round { $number }, { $day }
news-round-published-body = { $stops ->
    [one] Leave at { $time }. One stop: { $first }.
   *[other] Leave at { $time }. First stop: { $first }. Stops: { $stops }.
 }
news-round-changed = Round { $number } has changed
news-round-changed-body = Times or crates change. Look at the stops.
news-round-added = New: { $places }.
news-round-removed = Dropped: { $places }.
news-round-next = Next stop: { $place }.
news-round-off = Round { $number } is off, { $day }
news-round-off-body = No need to leave any more. Thank you all the same.
news-round-starts = You leave at { $time }
news-round-starts-body = First stop: { $first }. Vehicle: { $vehicle }. Open the round to say you are there.
news-shift-tomorrow = It is your turn { $day } at { $time }
news-shift-tomorrow-body = From { $start } with { $vehicle }, until { $until }. Can't come? Say so now.
news-shift-off = Your shift { $day } at { $time } is off
news-shift-off-body = With { $vehicle }. You need not come, thank you all the same.
news-cold = { $place }: { $left } for { $crates }
news-cold-over = { $place }: time is up for { $crates }
news-cold-soon = Deliver by { $time }.
news-cold-urgent = Go now: deliver by { $time }, or call the coordinator.
news-all-well = { $place }: all well?
news-all-well-body = They expected you at { $time }. Confirm the stop or report a problem.
news-open-shift = { $start }: open shift { $day }
news-open-shift-body = From { $from } to { $until } with { $vehicle }. Will you take it?
news-direct-leg = From { $from } to { $to }
news-direct-leg-body = { $crates } to bring by { $time }. Are you passing by?
news-swap-asked = { $name } proposes a swap
news-swap-asked-body = You get { $gives }, they take { $takes }.
news-cover-found = { $name } covers the shift
news-cover-found-body = The shift of { $day } at { $time } has a driver.
news-arriving = { $place }: arriving at { $time }
news-arriving-body = { $crates }. Make room.
news-arriving-cold = { $crates }, { $cold ->
    [one] one goes into the cold
   *[other] { $cold } go into the cold
 }. Make room.
news-arrival-changed = { $place }: the arrival changes
news-arrival-changed-body = New time: { $time }, { $crates }.
news-arrival-off = Nothing arrives today any more.
news-rejected-end = { $place }: how the rejected food ended
news-rejected-end-body = { $category }, { $crates }: { $end }.
rejected-returned = back at the shop
rejected-other-point = taken by another point
rejected-hub = brought to the hub
rejected-discarded = thrown away
news-alarm = To look at
news-no-plan = No plan for { $day }
news-no-plan-body = There are shifts and food to come, but no plan. Plan now.
news-no-answer = { $name } does not answer
news-no-answer-body = { $what }. Call.
news-test = It works
news-test-body = Notices reach this phone.
news-withdrawn = No longer needed

### what is done by the clock

clock-title = What starts by itself
clock-intro = These jobs start by themselves. If the server was down, it catches up.
clock-swept = Last check of the day: { $time }. Notices given: { $n }.
clock-sweep-failed = The last look at the day failed: { $time }. It tries again by itself.
clock-never = Never yet
clock-jobs = What starts, and when
clock-job = Job
clock-next = Next time
clock-last = Last time
clock-running = running
clock-history = Last two weeks
clock-rules = Change times and minutes
job-clean-up = Clean-up
job-fill-shifts = Standing shifts
job-plan-today = Plan for today
job-publish = Publishing
job-no-plan-today = Alarm: no plan for today
job-shift-tomorrow = Notice of tomorrow's shifts
job-plan-tomorrow = Plan for tomorrow
job-no-plan-tomorrow = Alarm: no plan for tomorrow
job-close-out = End of the day
ran-done = done
ran-idle = nothing to do
ran-late = skipped, it was too late
ran-failed = failed, tries again
rules-times = Times
rules-minutes = Minutes and people
rule-plan-today = Plan today at
rule-publish = Publish the plan at
rule-publishes = Publish by itself if nobody did
rule-plan-today-by = Alarm if today has no plan at
rule-shift-tomorrow = Tell of tomorrow's shifts at
rule-plan-tomorrow = Plan tomorrow at
rule-plan-tomorrow-by = Alarm if tomorrow has no plan at
rule-close-out = Close the day at
rule-remind-before = Remind the shop: minutes before it closes
rule-start-before = Tell the driver: minutes before leaving
rule-cold-before = Warn of the cold: minutes before the limit
rule-cold-urgent = Urgent cold warning: minutes before the limit
rule-arriving-before = Tell the point: minutes before arrival
rule-all-well-after = No word from the driver: ask after (minutes)
rule-answer-within = Pass on after minutes without an answer
rule-cold-answer-within = For the cold, pass on after minutes
rule-first-asked = People to ask first for an open shift
wrong-not-after = It must be after { $time }.
### recurring

# shifts
tab-driver-shifts = Shifts
roster-lead = Your next four weeks.
roster-own = My shifts
roster-later = { $n ->
    [one] One more shift
   *[other] { $n } more shifts
  }
roster-none = You have no shifts
roster-none-next = See whether a shift is open, or ask the coordinator.
roster-ends = Ends at { $place }
roster-starts = Starts at { $place }
roster-cannot = I can't
roster-can = I can after all
roster-sought = We are looking for cover
roster-covers = In place of { $name }
roster-covered-by = { $name } covers for you
roster-is-standing = Standing shift
roster-overlaps = You have two shifts in the same hours
roster-round = Open the round
roster-open = Open shifts
roster-open-of = { $name } can't
roster-open-nobody = A driver is needed
roster-claim = I'll take it
roster-swap = Propose an exchange
roster-swap-title = Exchange a shift
roster-swap-lead = Choose the shift you want for yours.
roster-swap-for = In exchange for
roster-ask = Ask { $name }
roster-asked = { $name } proposes an exchange
roster-proposed = You wait for { $name }'s answer
roster-you-get = You get
roster-you-give = You give
roster-accept = I accept
roster-decline = No, thanks
roster-withdraw = Withdraw the proposal
roster-standing = My standing days
roster-standing-hint = A change on one day never changes your standing days.
roster-calendar = In your calendar
roster-calendar-hint = A secret link shows your shifts in your phone's calendar.
roster-calendar-make = Make the link
roster-calendar-made = Here is your calendar link
roster-calendar-once = Copy it now: we won't show it again. Give it to nobody.
roster-calendar-subscribe = Add to calendar
roster-calendar-there = You have a link, made { $day }.
roster-calendar-renew = Renew the link
roster-calendar-renew-hint = The old link stops working at once.
roster-did-cannot = All right: we are looking for cover.
roster-did-can = Good, the shift is yours again.
roster-did-claimed = Thank you! The shift is yours.
roster-did-proposed = Proposal sent.
roster-did-accepted = Exchange done.
roster-did-declined = Proposal closed.
roster-did-withdrawn = Proposal withdrawn.
feed-name = Shifts { $area }
feed-shift = Shift: { $vehicle }
feed-round = Round { $number }: { $vehicle }

# standing and open shifts
standing-line = { $weeks ->
    [one] every { $day }
   *[other] { $day }, every { $weeks } weeks
  }, { $hours }, { $vehicle }
standing-new = New standing shift
standing-edit = Standing shift
standing-how = Shifts for the next 14 days appear by themselves.
standing-weekday = Day of the week
standing-every = How often
standing-weeks = { $n ->
    [one] Every week
   *[other] Every { $n } weeks
  }
standing-first = First day
standing-last = Last day
standing-last-hint = Empty: no end.
standing-until = until { $day }
fleet-standing = Standing shifts
fleet-no-standing = No standing shifts.
shift-nobody = No driver
shift-seek = Nobody: look for a driver
shift-seek-nobody = Stop looking
shift-sought = Open: we are looking for a driver
shift-off = Shift cancelled
shift-started = The round of this shift is under way. Call the driver.
shift-overlaps-person = The driver has two shifts in the same hours
shift-overlaps-vehicle = The vehicle is in two shifts in the same hours
conflict-shift-taken = Somebody else took it already. Thank you all the same!
conflict-shift-overlaps = There is another shift in those hours already.
conflict-vehicle-busy = The vehicle is in another shift in those hours.
conflict-vehicle-out = The vehicle of this shift is out of use. The coordinator is looking for another one.
conflict-shift-over = This shift is over already.
conflict-round-started = The round is under way. Call the coordinator.
conflict-swap-over = This proposal no longer holds: the shifts changed.
error-no-standing = I can't find this standing shift
error-no-swap = I can't find this proposal
error-no-downtime = I can't find these days
error-no-closure = I can't find this closure

# holidays and closures
site-open-holidays = Open on public holidays too
site-holidays = Holidays
site-open-on-holidays = open
site-closed-on-holidays = closed
# the area
area-title = The area
area-lead = The name, and the towns you work in.
area-name = Name of the area
area-towns = Towns
area-towns-known = { $n ->
    [0] There are no towns yet.
    [one] There is one town.
   *[other] There are { $n } towns.
  }
area-towns-file = Towns from a file
area-towns-hint = One town a line: name, latitude, longitude. Code and inhabitants too, if you have them.
area-towns-drop = { $n ->
    [one] Remove the town without places
   *[other] Remove the { $n } towns without places
  }
more-area = Its name and its towns.
closures-title = Holidays and closures
closures-lead = On closed days: no pickups, no standing shifts.
closures-known = Closures
closures-none = No closures ahead.
closures-holidays = Coming public holidays
closures-holidays-open = { $n ->
    [0] On public holidays every place is closed.
    [one] On public holidays one place is open.
   *[other] On public holidays { $n } places are open.
  }
# days on which a vehicle cannot drive
downtimes-title = { $vehicle }: days off the road
downtimes-lead = On these days the vehicle is in no plan; its shifts are left open.
downtimes-known = Days off the road
downtimes-none = No days off the road ahead.
downtime-new = Add days off the road
downtime-drop = Remove these days
downtime-repair = At the garage
downtime-inspection = Inspection or service
downtime-lent = Lent
downtime-other = Other
closure-new = Add a closure
closure-where = Where
closure-everywhere = The whole area
closure-first = From
closure-last = To
closure-hours = Hours of those days
closure-hours-hint = Empty means closed. For an appointment or other hours write for example 9-11.
closure-note = Reason
closure-add = Add
closure-drop = Remove the closure
closure-span = from { $first } to { $last }
holiday-new-year = New Year's Day
holiday-epiphany = Epiphany
holiday-easter = Easter
holiday-easter-monday = Easter Monday
holiday-liberation = Liberation Day
holiday-labour = Labour Day
holiday-republic = Republic Day
holiday-assumption = Assumption
holiday-francis = Saint Francis
holiday-all-saints = All Saints
holiday-immaculate = Immaculate Conception
holiday-christmas = Christmas
holiday-stephen = Saint Stephen

# usual days and forecasts
usual-title = Your days
usual-title-of = Usual days
usual-how = We learn from the announcements of the past eight weeks.
usual-nothing-known = No announcements yet: we don't know how much to expect.
usual-expected = Expected
usual-not-expected = Not expected
usual-seen = Announced on { $n } of { $of ->
    [one] one day.
   *[other] { $of } days.
  }
usual-food = { $crates }, { $kilograms }, { $percent }% of the time
usual-choose = On this day
usual-learned = Decide by past announcements
usual-always = Always pass by
usual-never = Never pass by
forecast = forecast
forecast-load = Expected to load { $crates }: { $what }.
forecast-unload = Expected to set down { $crates }: { $what }.
plan-forecast = { $n ->
    [one] One shop has not announced yet: { $kilograms } expected.
   *[other] { $n } shops have not announced yet: { $kilograms } expected.
  }
plan-forecast-hint = Forecasts come from past announcements. An announcement replaces them.
plan-expected = { $n ->
    [one] One more shop usually announces: { $kilograms } expected.
   *[other] { $n } more shops usually announce: { $kilograms } expected.
  }
point-forecast-hint = The shop has not announced yet: it may not come.
donor-forecast-hint = You have not announced yet. Say what there is, or that there is nothing.
driver-expected = Expected
driver-expected-how = The shop has not announced yet. Look what is really there.
driver-found = Note what is there
driver-found-nothing = Nothing to collect
driver-found-lead = Say how many crates you load. It counts as the shop's announcement.
driver-found-date = Date on the label
driver-found-date-hint = Cannot see it? Leave it empty: the point reads it.
driver-found-other = Other food
driver-found-confirm = Loaded
driver-ahead = This stop is for { $date }. I am doing it already now.
driver-nothing-for-here = Nothing is on board for this stop yet.
driver-nothing-to-do = Nothing to do here

### the page of notices, what each person chooses, and how they reach the phone
wrong-no-push-service = This browser uses a notice service that we do not know. Open the app with Chrome, Firefox, Edge or Safari.
notices-title = Notices
notices-bell = { $n ->
    [0] Notices
    [one] Notices: { $n } new
   *[other] Notices: { $n } new
}
notices-none = No notices
notices-none-next = Here is what we tell you, even if the phone stays silent.
notices-new = New
notices-open = Open
notices-settings = Choose what to receive
notices-push-blocked = { $n ->
    [one] One phone gets no notices
   *[other] { $n } phones get no notices
}
notices-push-blocked-next = The notice service refuses this server. Whoever runs it should check its key and contact. The notices stand here all the same.
notices-saved = Choices saved.
notices-choose = What you want on the phone
notices-choose-hint = What you take out still stands on this page.
notices-quiet = Quiet hours
notices-quiet-hint = Urgent notices come all the same. The others wait for the end. Leave it empty for no silence.
notices-quiet-from = From
notices-quiet-until = Until
notices-save = Save the choices
topic-reminders = The question before closing: do you have food to donate?
topic-pickups = Who comes to collect and when
topic-rounds = Your rounds: new, changed, about to start
topic-cold = Food getting warm on board
topic-shifts = Shifts: yours and those nobody has
topic-arrivals = What comes to your point and when
topic-alarms = Alarms of the day

push-title = Notices on this phone
push-why = We tell you when there is something to do, even with the app closed. Few notices, no advertising.
push-needs-scripts = Notices on the phone need JavaScript. Without it, you find them on this page.
push-enable = Turn notices on
push-disable = Turn off on this phone
push-on = Notices reach this phone.
push-off-unsupported = This browser cannot receive notices. Open the app with an up-to-date Chrome, Firefox, Edge or Safari.
push-no-server = This server sends no notices to phones. You find them on this page.
push-blocked = Notices are blocked
push-blocked-next = Open the settings of this site in the browser. Tap “Notifications” and choose “Allow”. Then come back here.
push-install = First add the app to the Home Screen
push-install-share = Tap “Share” at the bottom of Safari.
push-install-add = Scroll and tap “Add to Home Screen”.
push-install-open = Open Girofresco from the new icon and come back here.
push-failed = It did not work. Check the network and try again.
push-test = Send a test
push-tested = Sent. It arrives in a few seconds on every phone with notices on.
push-ask-driver = Do you want to know if the round changes?
push-ask-donor = Do you want to know when we come?
push-ask-point = Do you want to know when we arrive?
push-ask-coordinator = Do you want to know at once when something goes wrong?
push-not-now = Not now
### what changed in a round

round-changed = The round has changed
round-changed-look = See what changes
round-changed-more = { $n ->
    [one] One more thing changes
   *[other] { $n } more things change
  }
round-changed-done-stays = What you have done stays done.
round-new-stop = New stop: { $place }, at { $time }
round-stop-gone = Do not go to { $place } any more
round-stop-moved-to = Do not go to { $place } any more: { $name } goes there
round-load-changed = { $place }: load { $crates } (there were { $before })
round-unload-changed = { $place }: set down { $crates } (there were { $before })
round-load-others = { $place }: load other lots, see the list
round-unload-others = { $place }: set down other lots, see the list
round-stop-after = { $place }: now after { $before }
round-stop-first = { $place }: now the first stop
round-off-plan-title = You did something that was no longer in the round
round-off-plan = { $place }, { $time }: it was no longer in your round
round-off-plan-next = It is recorded and the coordinator knows. If in doubt, call them.
round-gone = Your round of today was taken out
round-gone-next = What you have done stays recorded. Call the coordinator.

### something happened during the day

events-title = Has something happened?
events-need-plan = A plan must be published first. Then we fit it to what happens.
event-driver = Driver cannot
event-driver-lead = Who cannot? We prepare a new plan.
event-vehicle = Vehicle stopped
event-vehicle-lead = Which vehicle? Another one fetches what it has on board.
event-late = Delay
event-late-lead = Who is late, and by how much?
event-more = More food
event-more-lead = We find a place for what waits.
event-fewer = Fewer crates
event-fewer-lead = What is missing?
event-closed = Point closed
event-closed-lead = Who takes nothing more today?
event-declined = Point refuses
event-declined-lead = Which lot do they not want?
event-joins = New driver
event-joins-lead = Who drives what, from now for four hours?
events-no-rounds = No round is under way or still to leave.
events-on-board = On board: { $crates }.
events-stands-at = It stands at { $site }
events-driver-not-coming = Is not coming
events-vehicle-not-coming = The vehicle does not leave
events-halted = Stopped at { $site }.
events-goes-on = Goes on
events-nothing-new = Nothing waits for a place.
events-find-place = Find a place
events-fewer-recorded = A driver found fewer crates than planned.
events-propose = Propose a new plan
events-nothing-waits = No shop has any more crates for us.
events-at-pickup = Enter it at the pickup
events-none-left = None left
events-some-left = Some of it is left
events-no-points = No point expects anything.
events-expecting = They expect something
events-other-shops = { $n ->
    [one] One more shop, later
   *[other] { $n } more shops, later
  }
events-other-points = Other points and hubs
events-nobody-free = No driver or vehicle is free now.
events-nobody-free-next = Add a shift, a person or a vehicle.

### the plan that is proposed

proposal-title = New proposal
proposal-lead = Nobody sees it yet.
proposal-figures = How today ends
proposal-figure = At the end of the day
proposal-nothing = If you do nothing
proposal-with = With this proposal
proposal-saved = Food saved
proposal-left = Left behind
proposal-below = Points below half of their share
proposal-late = Late stops
proposal-gains = It saves { $weight } more than doing nothing.
proposal-gains-nothing = It saves as much food as doing nothing.
proposal-loses = It saves { $weight } less than doing nothing.
proposal-way = Way: { $way }, { $driving } at the wheel.
proposal-stays = They find no place: { $crates }
proposal-nobody = Nothing changes for anybody.
proposal-drivers = What changes for drivers
proposal-points = What changes for points
proposal-shops = What changes for shops
proposal-new-round = New round
proposal-round-new = { $n ->
    [one] New round with 1 stop
   *[other] New round with { $n } stops
  }
proposal-round-off = No more stops
proposal-round-later = The same stops, { $time } later
proposal-round-earlier = The same stops, { $time } earlier
proposal-round-changes = { $n ->
    [one] 1 change
   *[other] { $n } changes
  }
proposal-stop-new = New stop: { $place }, at { $time }
proposal-stop-gone = Skips { $place }
proposal-stop-to = { $place } goes to { $name }
proposal-loads = { $place }: loads { $now }, was { $before }
proposal-unloads = { $place }: sets down { $now }, was { $before }
proposal-other-lots = { $place }: other lots
proposal-site-changes = { $after } at { $is }, was { $before } at { $was }
proposal-site-new = { $crates } at { $time }, nothing before
proposal-site-gone = Nothing more. It was { $crates } at { $time }
proposal-whole = See the whole plan
proposal-drop = Drop the proposal
proposal-recorded = What happened stays recorded.
proposal-accept = Accept and tell everybody
proposal-searching = Still searching for better
proposal-better = There is a better proposal
proposal-better-figures = Saves { $saved } (this one { $before }). Way: { $way } (this one { $longer }).
proposal-better-look = See that one
plan-who-is-affected = What changes, and for whom
alarm-stopped = Round stopped
alarm-shortfall = Fewer crates than planned
alarms-shortfall = On board { $crates } are missing for the stops that remain.
driver-take-over = Take the crates from { $name }'s vehicle, which stands here.

### how evenly food is shared out
grams = { $value } g
fairness-title = Fairness between points
fairness-lead = Kilograms per person over the last { $n } days, until yesterday evening.
fairness-today = How today's choice is made
fairness-how = First as much food as possible is saved. Then more goes to whoever is farthest from their target. Only then is the way made shorter.
the-percent = { $value } %
plan-fairest = Fairness: { $percent } (100% = the best possible with this food).
fairness-today-reaches = Today's plan reaches { $percent } of the fairest use this food allows.
fairness-none = Nothing reached the points in the last { $n } days.
fairness-none-next = The page fills up the day after the first deliveries.
fairness-in-all = In all, per person
fairness-target = The target is the same for each person of the points that take that food. What a point does not take does not count.
fairness-by-category = By kind of food
fairness-of-category = { $category }, per person
fairness-even = { $received }, even
fairness-missing = { $received }, { $missing } short
fairness-above = { $received }, { $more } more

### what counts for how much in a plan
policy-title = What counts in the plan
policy-lead = Food saved always comes first. Here you choose how much fair shares, people and the way count.
policy-evenness = How much fair shares count
evenness-least = Very little
evenness-less = Little
evenness-usual = As usual
evenness-more = Much
evenness-most = Very much
policy-person = One more driver: how many minutes of driving is that worth?
policy-person-hint = How many more minutes at the wheel rather than calling them.
policy-kilometre = One kilometre less: how many seconds of driving is that worth?
policy-kilometre-hint = How many more seconds at the wheel to save it.
policy-try = See what changes
policy-curve = Fair shares or distance
policy-week = From { $first } to { $last }: the same food, planned again with each choice.
policy-caption = The last week with each choice
policy-reached = Fairness between points
policy-reached-hint = Fairness: how much of the fairest use that food allowed. These are quick trials: the differences count.
policy-saved = Food saved
policy-chosen = chosen
policy-now = in use
policy-no-week = There is nothing to plan again in the last seven days.
policy-no-week-next = You can save all the same.

# the first hour
start-title = What is missing to start
start-lead = One step at a time, from the top. Each row leads to where it is done.
start-whole = Nothing is missing.
start-done = Done:
start-without-phone = { $n ->
    [one] One person has not come in yet.
   *[other] { $n } people have not come in yet.
}
start-no-room = No room for crates: no food comes here
start-no-hours = Shops without hours: nobody comes by
step-area = Choose the area
step-shop = Add a shop
step-point = Add a point, with its room for crates
step-vehicle = Add a vehicle
step-driver = Add a driver
step-shift = Add a shift
step-phones = Let everybody in with their phone
step-food = Announce food for today or tomorrow
step-plan = Make the plan and publish it
step-hint-area = Its name, and the towns in it.
step-hint-shop = Who gives: name, town, hours.
step-hint-point = Who hands food to families: hours, persons, crates a day.
step-hint-vehicle = How many crates and kilograms it carries, and where it stands.
step-hint-driver = A person with the role of driver.
step-hint-shift = Who drives, with which vehicle, from when to when. Usually a standing shift.
step-hint-phones = A sheet of codes for a shop or a group, good for a week.
step-hint-food = The shop does it on its phone, or you for it.
step-hint-plan = The rounds of today or tomorrow: when you publish, everybody knows.
codes-title = Codes for many
codes-lead = A sheet to print, with a code for each person.
codes-for = For whom
codes-everybody = Everybody who has not come in yet
codes-drivers = The drivers who have not come in yet
codes-make = Make the codes
codes-hint = Each code is good for a week and lets one phone in.
codes-until = The codes are good until { $time }, once each. Print them now: they cannot be shown again.
codes-message = Hello { $name }, come into Girofresco: { $link } (code { $code }, good for a week, for one phone)

# breaks of drivers
until-hint = A time before the start is on the next day: from 20:00 to 01:00.
clock-tomorrow = { $time } tomorrow
clock-next-day = { $time } the next day
spot-title = Start or end at an address
spot-hint = Only if the shift does not begin or end at one of your places.
spot-start = Start
spot-end = End
spot-address = Address
spot-at = Place on the map
spot-at-hint = Paste a link of Google Maps or OpenStreetMap, or latitude and longitude.
rest-title = Break
rest-hint = How long, and between which hours. The plan never skips it.
rest-minutes = Minutes of break
rest-from = From
rest-until = Until
rest-empty = The vehicle must be empty during the break
rest-none = More than six hours without a break: that is fine
rest-said-at = Break of { $length } at { $time } (between { $from } and { $until }).
rest-said = Break of { $length } between { $from } and { $until }.
rest-said-empty = Without food in the vehicle.
### import
import-line = line { $line }
import-column = column { $column }
import-or = or
import-perhaps = (did you mean { $words }?)
import-counts = { $file }: { $added } added, { $changed } changed, { $unchanged } unchanged
import-mistakes =
    { $n ->
        [one] nothing was taken in: one mistake
       *[other] nothing was taken in: { $n } mistakes
    }
import-unread-sheet = { $sheet }: nobody knows what this sheet is; it was not read
import-left-sites =
    { $n ->
        [one] { $file }: one place is not in the file and stays as it is: { $names }
       *[other] { $file }: { $n } places are not in the file and stay as they are: { $names }
    }
import-left-vehicles =
    { $n ->
        [one] { $file }: one vehicle is not in the file and stays as it is: { $names }
       *[other] { $file }: { $n } vehicles are not in the file and stay as they are: { $names }
    }
import-left-downtimes =
    { $n ->
        [one] { $file }: one downtime is not in the file and stays as it is: { $names }
       *[other] { $file }: { $n } downtimes are not in the file and stay as they are: { $names }
    }
import-left-people =
    { $n ->
        [one] { $file }: one person is not in the file and stays as they are: { $names }
       *[other] { $file }: { $n } people are not in the file and stay as they are: { $names }
    }
import-left-shifts =
    { $n ->
        [one] { $file }: one shift of those days is not in the file and stays as it is: { $names }
       *[other] { $file }: { $n } shifts of those days are not in the file and stay as they are: { $names }
    }
import-left-lots =
    { $n ->
        [one] { $file }: one lot of those days is not in the file and stays announced: { $names }
       *[other] { $file }: { $n } lots of those days are not in the file and stay announced: { $names }
    }
import-rests = { $file }: no shifts on { $days }, because it is a public holiday or the area is closed
import-closed-then = { $place }: { $site } is closed on { $date }; nobody can collect unless its hours change
import-closed-at-that-hour = { $place }: on { $date } { $site } is open { $open }, and not when the food is ready; nobody can collect
import-expected-code = a code such as SM01
import-expected-name = a name
import-expected-town = the name of a town
import-expected-opening = hours such as mon-fri 08:00-12:30; sat 08:00-12:00
import-expected-whole = a whole number
import-expected-kilograms = a number such as 12.5
import-expected-degrees = degrees such as 45.31
import-expected-zone = a time zone such as Europe/Rome
import-expected-date = a date such as 2026-11-27
import-expected-date-or-days = a date such as 2026-11-27 or days such as mon-fri
import-expected-time = a time such as 08:30
import-expected-food = a food such as bread
import-unreadable = cannot be read: { $error }
import-too-large = is larger than { $mb } MB
import-too-much-inside = has more in it than these sheets can have; it was not read
import-not-a-spreadsheet = is no spreadsheet that can be read; save it as .xlsx, .ods or CSV
import-locked = is protected with a password; save it without one
import-old-workbook = is an old .xls; save it as .xlsx
import-unknown-sheets = has no sheets that can be read ({ $sheets }); call them sites, vehicles, people, shifts, lots
import-unknown-file = does not say what it is; call it sites, vehicles, people, shifts or lots
import-given-twice = is there twice; the same stands in { $other }
import-empty = is empty; the first line must name the columns: { $columns }
import-not-text = is not text; save it as "CSV UTF-8", .xlsx or .ods
import-two-encodings = has letters of two encodings; save it as "CSV UTF-8"
import-open-quote = has a quotation mark that is opened here and never closed
import-swallowed-rows = has a quotation mark that is opened here and closed in line { $last }, so that the rows between are its text; write it twice where the text itself has one
import-unnamed-column = stands in a column that has no name; name it, or empty it
import-formula-error = is the error of a formula; correct it in the spreadsheet
import-unknown-column = is no column of this file{ $perhaps }; known are: { $known }
import-repeated-column = is named twice
import-missing-column = the column is missing; needed are: { $needed }
import-too-many-cells = has { $cells } cells but there are { $columns } columns; put text or numbers that have the separator in them between quotation marks
import-missing = is empty; expected { $expected }
import-doubtful = could be either: write { $thousands } or { $decimals }
import-doubtful-date = could be { $one } or { $other }: write the year with four digits
import-no-phone = has no telephone number; expected one such as 0371 420000
import-lost-zero = may have lost the 0 it began with; write 0371 420000, or put a space in if it is a mobile
import-too-light = is too little for { $crates } crates; expected at least { $kg } kg
import-not-a-number = is not a number; expected { $expected }
import-out-of-range = cannot be; expected a number from { $least } to { $most }
import-word = is not one of: { $words }{ $perhaps }
import-text-empty = is empty
import-text-long = is longer than { $most } characters
import-text-control = has characters that are no text
import-code = is no code; expected at most 40 letters, digits, dots or dashes
import-not-a-date = is not a date; expected one such as 2026-11-27
import-not-a-date-or-days = is neither a date such as 2026-11-27 nor days such as mon-fri or tue, thu
import-not-a-time = is not a time of day; expected one such as 08:30
import-last-before = is before { $first }, the first day
import-ends-before = is not after { $from }, when it begins
import-opening = cannot be read as hours; expected some such as mon-fri 08:00-12:30 15:00-18:00; sat 08:00-12:00
import-no-break = is no break; expected minutes and hours such as 30 12:00-14:00, or 30 12:00-14:00 empty
import-break-too-long = is a break longer than the hours it lies within
import-break-outside = is a break for which the shift has no time
import-zone = is not a time zone; expected a name such as Europe/Rome
import-unknown-town = is no town of this area{ $perhaps }
import-half-coordinates = stands alone; give both lat and lon, or neither
import-swapped = seems to be the longitude: lat and lon are swapped
import-far = is { $km } km from { $town }; check the town and both coordinates
import-duplicate = stands in line { $first } already; it can stand only once
import-overlap = has another shift at that time on { $date }, in line { $first }
import-unknown-site = is neither code nor name of a site, here or in what is there{ $perhaps }
import-unknown-vehicle = is neither code nor name of a vehicle, here or in what is there{ $perhaps }
import-unknown-person = is neither code nor name of a person, here or in what is there{ $perhaps }
import-several-so = is the name of several: write the code ({ $codes })
import-takes-food = is a point; expected a donor or hub
import-gives-food = is a donor; expected a point or hub
import-role = is no role; expected driver, coordinator, donor:CODE or point:CODE, separated by semicolons
import-language = is no language; expected it or en
import-not-between = is not a date that can be on this food: expected { $first } to { $last }; check the year
import-date-without-kind = is a date, but date_kind is none; expected use-by or best-before in date_kind
import-expired = is before the day it is announced for; food past its use-by date must not be given
import-too-far = is more than { $days } days ahead
import-fewer = is fewer than the { $families } families
import-too-heavy = is too much for { $crates } crates; expected at most { $kg } kg
import-not-geojson = is not GeoJSON with a collection of features: { $error }
import-feature-without-town = feature { $number } has no property "code" with the code of a town
import-not-an-outline = is no polygon
import-needed-area = is missing; a new area with towns of its own needs its name and time zone there
import-needed-which = is missing; there are several areas, so it must name the one that is meant
import-needed-towns = is missing; a new area needs its towns (only those of Lodi are shipped)
import-was-donor = the site is a donor already; another kind of place needs a code of its own
import-was-point = the site is a point already; another kind of place needs a code of its own
import-was-hub = the site is a hub already; another kind of place needs a code of its own
import-day-over = the day is over (today is { $today }); only days to come can be added or changed
import-moved = lot { $lot } cannot change any more, because crates of it have moved; correct it in the app
import-closed = the site is closed on that day, so ready_from and ready_until are needed
import-round-ended = the round of this shift has ended; it cannot change any more
import-other-shift = is on another shift at that time: { $person } with { $vehicle } on { $date }, { $from }-{ $until }
import-does-not-drive = does not drive: the person is not active, or not a driver
import-down = is off the road from { $first } to { $last }
import-skipped-hour = is a time that the clocks skip that night
import-out-of-use = is not in use any more
import-shift-too-long = makes a shift of more than 16 hours
upload-title = Take data from a file
upload-lead = Places, vehicles, people, shifts and food from Excel or LibreOffice. You see first what changes.
upload-files = Files
upload-hint = .xlsx, .ods or CSV. Sheets are called sites, vehicles, people, shifts, lots.
upload-look = See what changes
upload-templates = Templates to fill in
upload-templates-lead = Each template has the columns and some rows as examples, to be deleted.
upload-preview = What changes
upload-nothing = Nothing changes: it is all there.
upload-take =
    { $n ->
        [one] Take in this row
       *[other] Take in these { $n } rows
    }
upload-taken = Done: the data is in.
upload-again = Choose another file
upload-changed = Something changed meanwhile. Look again before you take it in.
upload-wrong =
    { $n ->
        [one] Nothing was taken in: there is one mistake to correct in the file.
       *[other] Nothing was taken in: there are { $n } mistakes to correct in the file.
    }
upload-new =
    { $n ->
        [one] One new row
       *[other] { $n } new rows
    }
upload-changes =
    { $n ->
        [one] One row that changes
       *[other] { $n } rows that change
    }
upload-more = And { $n } more.
upload-what = What
upload-becomes = Before and after
upload-where = Where
upload-empty = empty
upload-mistakes = The mistakes, cell by cell
upload-written = It says
upload-mistake = What is wrong
