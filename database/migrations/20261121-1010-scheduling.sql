create schema scheduling;

-- What one comes for: how long it takes, what it needs and for whom it is meant.
create table scheduling.visit_type (
  id                     uuid primary key,
  name                   text not null,
  duration_minutes       int not null check (duration_minutes between 5 and 480),
  -- Kept free before and after for provider and room alike (preparation, cleaning, notes).
  buffer_before_minutes  int not null default 0 check (buffer_before_minutes between 0 and 120),
  buffer_after_minutes   int not null default 0 check (buffer_after_minutes between 0 and 120),
  -- Null: needs no room (telephone, video from the provider's desk).
  room_kind              text check (room_kind in ('exam', 'procedure', 'lab', 'consult', 'telehealth')),
  meant_for              text not null default 'any' check (meant_for in ('any', 'new', 'established')),
  colour                 text not null default 'teal'
    check (colour in ('teal', 'blue', 'violet', 'rose', 'amber', 'green', 'slate', 'orange')),
  online_bookable        boolean not null default false,
  needs_authorisation    boolean not null default false,
  active                 boolean not null default true,
  version                int not null default 1,
  constraint visit_type_name_is_used_once unique (name)
);
create trigger audit after insert or update or delete on scheduling.visit_type
  for each row execute function audit.record();

-- A provider's week at a site, in that site's wall-clock time. Weekdays as ISO counts them: 1 is Monday.
create table scheduling.template (
  id              uuid primary key,
  provider_id     uuid not null references workforce.provider,
  site_id         uuid not null references practice.site,
  weekday         int not null check (weekday between 1 and 7),
  starts          time not null,
  ends            time not null,
  -- Visits begin at `starts` and every so many minutes after it.
  slot_minutes    int not null default 10 check (slot_minutes between 5 and 120),
  -- Null: every visit type.
  visit_type_ids  uuid[],
  -- How many visits a day may be booked over others within this block.
  overbook_slots  int not null default 0 check (overbook_slots between 0 and 20),
  effective_from  date not null,
  effective_to    date,
  version         int not null default 1,
  constraint template_ends_after_it_starts check (ends > starts),
  constraint template_is_effective_some_day check (effective_to is null or effective_to >= effective_from),
  -- Nobody works in two blocks at once, neither at one site nor at two.
  constraint provider_is_in_one_place exclude using gist (
    provider_id with =,
    weekday with =,
    daterange(effective_from, effective_to, '[]') with &&,
    int4range(extract(epoch from starts)::int, extract(epoch from ends)::int) with &&
  )
);
create index template_by_site on scheduling.template (site_id, weekday);
create trigger audit after insert or update or delete on scheduling.template
  for each row execute function audit.record();

-- A provider is away: the template does not count meanwhile.
create table scheduling.absence (
  id           uuid primary key,
  provider_id  uuid not null references workforce.provider,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  kind         text not null check (kind in ('leave', 'sick', 'meeting', 'training', 'other')),
  note         text,
  constraint absence_ends_after_it_starts check (ends_at > starts_at)
);
create index absence_by_provider on scheduling.absence (provider_id, ends_at);
create trigger audit after insert or update or delete on scheduling.absence
  for each row execute function audit.record();

-- What a visit keeps occupied. Adding minutes to an instant depends on no time zone, so this is immutable, though
-- PostgreSQL cannot know it of intervals in general.
create function scheduling.held(starts_at timestamptz, ends_at timestamptz, before_minutes int, after_minutes int)
  returns tstzrange language plpgsql immutable parallel safe strict as $$
begin
  return tstzrange(starts_at - make_interval(mins => before_minutes), ends_at + make_interval(mins => after_minutes));
end $$;

-- The visit, from the booking to the end of its life.
create table scheduling.appointment (
  id                     uuid primary key,
  patient_id             uuid not null references patients.patient,
  provider_id            uuid not null references workforce.provider,
  site_id                uuid not null references practice.site,
  room_id                uuid references facilities.room,
  visit_type_id          uuid not null references scheduling.visit_type,
  starts_at              timestamptz not null,
  ends_at                timestamptz not null,
  buffer_before_minutes  int not null default 0,
  buffer_after_minutes   int not null default 0,
  status                 text not null default 'scheduled' check (status in (
    'scheduled', 'confirmed', 'arrived', 'checked_in', 'roomed', 'with_provider', 'provider_done', 'checked_out', 'completed',
    'cancelled', 'rescheduled', 'no_show', 'left_without_being_seen')),
  -- A category the desk may know ("follow-up"), never a clinical note.
  reason                 text not null,
  note                   text,
  is_overbook            boolean not null default false,
  -- Which of the template's overbook slots of which day an overbooked visit uses.
  overbook_template_id   uuid references scheduling.template,
  overbook_on            date,
  overbook_number        int,
  rescheduled_to_id      uuid references scheduling.appointment,
  cancelled_for          text check (cancelled_for in ('patient', 'practice')),
  cancel_reason          text,
  -- Whole hours between the cancellation and the start.
  notice_hours           int,
  charge_status          text not null default 'none' check (charge_status in ('none', 'captured', 'no_charge')),
  copay_disposition      text check (copay_disposition in ('due', 'collected', 'waived', 'none_due', 'billed')),
  -- The room the patient was really shown to: on a full day not always the one reserved.
  roomed_in_id           uuid references facilities.room,
  booked_at              timestamptz not null default now(),
  booked_by              uuid,
  -- The instant of the last move; the others say when each stage was last reached.
  moved_at               timestamptz not null default now(),
  arrived_at             timestamptz,
  checked_in_at          timestamptz,
  roomed_at              timestamptz,
  with_provider_at       timestamptz,
  provider_done_at       timestamptz,
  checked_out_at         timestamptz,
  completed_at           timestamptz,
  version                int not null default 1,

  constraint appointment_ends_after_it_starts check (ends_at > starts_at),
  constraint overbook_uses_a_template_slot check (
    is_overbook = (overbook_template_id is not null and overbook_on is not null and overbook_number is not null)),
  constraint stages_are_in_order check (
    arrived_at <= checked_in_at and checked_in_at <= roomed_at and roomed_at <= with_provider_at
    and with_provider_at <= provider_done_at and provider_done_at <= checked_out_at and checked_out_at <= completed_at),
  constraint completed_visit_is_whole check (status <> 'completed' or (
    checked_out_at is not null and charge_status <> 'none'
    and copay_disposition in ('collected', 'waived', 'none_due', 'billed'))),

  -- Nobody and no room can be in two places: the database, not a hopeful read-then-write, guarantees it.
  constraint provider_is_free exclude using gist (
    provider_id with =,
    scheduling.held(starts_at, ends_at, buffer_before_minutes, buffer_after_minutes) with &&
  ) where (not is_overbook and status not in ('cancelled', 'rescheduled', 'no_show', 'left_without_being_seen')),
  constraint room_is_free exclude using gist (
    room_id with =,
    scheduling.held(starts_at, ends_at, buffer_before_minutes, buffer_after_minutes) with &&
  ) where (status not in ('cancelled', 'rescheduled', 'no_show', 'left_without_being_seen')),
  constraint patient_is_free exclude using gist (
    patient_id with =,
    tstzrange(starts_at, ends_at) with &&
  ) where (status not in ('cancelled', 'rescheduled', 'no_show', 'left_without_being_seen'))
);
create index appointment_by_site_day on scheduling.appointment (site_id, starts_at);
create index appointment_by_patient on scheduling.appointment (patient_id, starts_at);
create index appointment_by_provider on scheduling.appointment (provider_id, starts_at);
-- Those still expected, whatever their site: the worklists of a practice with a million visits read a few thousand.
create index appointment_expected on scheduling.appointment (starts_at) where status in ('scheduled', 'confirmed');
-- A template's overbook slot is used once a day.
create unique index overbook_slot_is_free on scheduling.appointment (overbook_template_id, overbook_on, overbook_number)
  where is_overbook and status not in ('cancelled', 'rescheduled', 'no_show', 'left_without_being_seen');
-- One patient in a room at a time, whatever was reserved.
create unique index room_is_empty on scheduling.appointment (roomed_in_id) where status in ('roomed', 'with_provider');
-- Who is in the house now: a few dozen rows among a million.
create index appointment_in_house on scheduling.appointment (site_id, status)
  where status in ('arrived', 'checked_in', 'roomed', 'with_provider', 'provider_done', 'checked_out');
create trigger audit after insert or update or delete on scheduling.appointment
  for each row execute function audit.record('patient_id');

-- Every move of a visit through its life: who, when, and for a step back or out of it, why.
create table scheduling.move (
  id              uuid primary key default gen_random_uuid(),
  appointment_id  uuid not null references scheduling.appointment,
  from_status     text,
  to_status       text not null,
  moved_at        timestamptz not null,
  moved_by        uuid,
  reason          text
);
create index move_by_appointment on scheduling.move (appointment_id, moved_at);
create trigger audit after insert or update or delete on scheduling.move
  for each row execute function audit.record();
