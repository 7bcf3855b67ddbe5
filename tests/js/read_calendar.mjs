// Reads a calendar on standard input as Thunderbird would, and prints what it understood as JSON.
import { readFileSync } from "node:fs";
import ICAL from "./ical.min.mjs";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const moment = (time) =>
  time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    begins: moment(event.startDate),
    ends: moment(event.endDate),
    zone: event.startDate.zone.tzid,
    summary: event.summary,
    description: event.description,
    location: event.location,
  };
});
const value = (name) => String(calendar.getFirstPropertyValue(name));
console.log(
  JSON.stringify({
    method: value("method"), name: value("name"), refresh: value("refresh-interval"),
    ttl: value("x-published-ttl"), events,
  }),
);
