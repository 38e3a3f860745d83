from __future__ import annotations

from django.urls import path

from havre.network.views import acts, announcements, calendar, guests, letters, mine, topics

app_name = "network"
_TOPIC = "topics/<uuid:topic_id>/"
_DIFFICULTY = "<uuid:difficulty_id>/"
_LETTER = "letters/<uuid:letter_id>/"
_ANNOUNCEMENT = "announcements/<uuid:announcement_id>/"
urlpatterns = [
    path("", topics.topics, name="topics"),
    path("mine/", mine.mine, name="mine"),
    path("mine/letters/<uuid:letter_id>/", mine.letter, name="read_letter"),
    path("told/", topics.told, name="told"),
    path(f"told/{_DIFFICULTY}part/", acts.part, name="part"),
    path("tell/", mine.tell_new, name="tell_new"),
    path(f"tell/{_DIFFICULTY}", mine.tell, name="tell"),
    path("asked/", topics.asked_for, name="asked"),
    path("work/", topics.work, name="work"),
    path("work/note/", mine.work_new, name="work_new"),
    path("work/note/<uuid:work_id>/", mine.note_work, name="note_work"),
    path("topics/new/", topics.new, name="new"),
    path(_TOPIC, topics.topic, name="topic"),
    path(f"{_TOPIC}write/", topics.write, name="write"),
    path(f"{_TOPIC}join/{_DIFFICULTY}", acts.join, name="join"),
    path(f"{_TOPIC}we-too/", acts.we_too, name="we_too"),
    path(f"{_TOPIC}askers/", acts.count_askers, name="askers"),
    path(f"{_TOPIC}propose/", acts.propose, name="propose"),
    path("proposals/<uuid:proposal_id>/carried/", acts.carried, name="carried"),
    path(f"{_TOPIC}answer/", acts.answer, name="answer"),
    path(f"{_TOPIC}settle/", acts.settle, name="settle"),
    path(f"{_TOPIC}set-aside/", acts.set_aside, name="set_aside"),
    path(f"{_TOPIC}reopen/", acts.reopen, name="reopen"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.new, name="letter_new"),
    path(_LETTER, letters.letter, name="letter"),
    path(f"{_LETTER}write/", letters.write, name="write_letter"),
    path(f"{_LETTER}send/", letters.send, name="send_letter"),
    path(f"{_LETTER}link/", letters.renew_link, name="renew_link"),
    path(f"{_LETTER}discard/", letters.discard, name="discard_letter"),
    path("link/", guests.guest, name="guest"),
    path("link/<str:token>/", guests.link, name="link"),
    path("announcements/", announcements.announcements, name="announcements"),
    path(f"{_ANNOUNCEMENT}end/", announcements.end, name="end_announcement"),
    path(f"{_ANNOUNCEMENT}put-away/", announcements.put_away, name="put_away"),
    path("calendar/", calendar.shown, name="calendar"),
    path("calendar/days/new/", calendar.day_new, name="day_new"),
    path("calendar/days/<uuid:day_id>/", calendar.day, name="day"),
    path("calendar/days/<uuid:day_id>/take-out/", calendar.take_out, name="take_out_day"),
    path("calendar/file/", calendar.file, name="calendar_file"),
    path("calendar/address/", calendar.make_key, name="make_key"),
    path("calendar/address/close/", calendar.drop_key, name="drop_key"),
    path("calendar/<str:token>/havre.ics", calendar.subscription, name="subscription"),
]
