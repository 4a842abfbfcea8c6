// The local twins of Create, Update and Delete; what arrives is in post.cc.

#include <algorithm>

#include "federation/addressing.h"
#include "federation/alt_text.h"
#include "federation/compose.h"
#include "federation/deliver.h"
#include "federation/history.h"
#include "federation/html.h"
#include "federation/interaction.h"
#include "federation/move.h"
#include "federation/page_links.h"
#include "federation/plain_text.h"
#include "federation/post.h"
#include "federation/post_text.h"
#include "federation/question.h"
#include "federation/quote.h"
#include "federation/relay.h"
#include "federation/watch.h"
#include "storage/ids.h"
#include "storage/log.h"
#include "storage/media.h"
#include "storage/notifications.h"
#include "storage/votes.h"

namespace hallway {
namespace {

constexpr size_t kMostCharacters = 5'000, kMostOfTitled = 50'000;

size_t characters(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

struct Said {
  std::string_view text, summary, title;
  bool has_files = false;
};

Result<void> check_text(const Said& said) {
  const bool blank =
      std::ranges::all_of(said.text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  if (blank && !said.has_files) return fail(Code::invalid, "a post needs text or a file");
  const size_t most = said.title.empty() ? kMostCharacters : kMostOfTitled;
  if (characters(said.text) + characters(said.summary) + characters(said.title) > most) {
    return fail(Code::invalid, "a post holds at most " + std::to_string(most) + " characters");
  }
  return {};
}

Result<Poll> poll_of(const NewPoll& asked, Time now) {
  if (asked.options.size() < 2 || asked.options.size() > kMostPollOptions) {
    return fail(Code::invalid,
                "a poll has between 2 and " + std::to_string(kMostPollOptions) + " options");
  }
  if (asked.open_for < kShortestPoll || asked.open_for > kLongestPoll) {
    return fail(Code::invalid, "a poll is open for between 5 minutes and 31 days");
  }
  Poll poll{.multiple = asked.multiple, .ends = now + asked.open_for};
  for (const auto& option : asked.options) {
    const auto title = text_of_html(escape_html(clean_text(option)));  // without spaces around it
    if (title.empty() || characters(title) > kMostOptionCharacters) {
      return fail(Code::invalid, "an option of a poll has between 1 and " +
                                     std::to_string(kMostOptionCharacters) + " characters");
    }
    if (std::ranges::find(poll.options, title, &PollOption::title) != poll.options.end()) {
      return fail(Code::invalid, "two options of the poll say the same");
    }
    poll.options.push_back({title});
  }
  return poll;
}

// The post that is answered, if its author may see it.
Result<std::optional<Post>> parent_of(Local& local, Id id) {
  if (!id) return std::optional<Post>();
  auto parent = find_seen(local.txn, local.home, id, local.actor.id);
  if (!parent) return fail(Code::not_found, "no post " + to_string(id) + " to answer");
  TRY(check_wanted(local, *parent, Interaction::reply));
  return parent;
}

std::vector<Id> recipients_of(const Local& local, const Post& post) {
  return list_recipients(local.txn, post);
}

// Those whom it has not reached yet: who is named by an edit hears of it as if it were new.
Result<void> reach_people_here(Local& local, const Post& post) {
  for (const auto* list : {&post.to, &post.cc, &post.blind}) {
    for (const auto& text : *list) {
      const auto iri = Iri::parse(text);
      const auto person =
          iri.ok() && local.home.owns(*iri) ? find_actor(local.txn, *iri) : std::nullopt;
      if (!person || !person->local || person->id == local.actor.id) continue;
      if (is_recipient(local.txn, person->id, post.id)) continue;
      TRY(add_recipient(local.txn, person->id, post.id));
      TRY(add_notification(local.txn, {.recipient = person->id,
                                       .type = NotificationType::mention,
                                       .actor = local.actor.id,
                                       .post = post.id,
                                       .at = local.now}));
    }
  }
  return {};
}

Json with_audience(std::string_view type, const Post& post, Json object) {
  Json out{{"type", std::string(type)}, {"to", Json::array()}, {"cc", Json::array()}};
  for (const auto& iri : post.to) out["to"].push_back(iri);
  for (const auto& iri : post.cc) out["cc"].push_back(iri);
  out["object"] = std::move(object);
  return out;
}

Result<void> send(Local& local, const Post& post, uint64_t seq, std::vector<Id> recipients) {
  TRY(owe(local.txn, local.home,
          {.activity = seq, .recipients = std::move(recipients), .post = &post}, local.actor.id,
          local.now));
  return {};
}

// Whoever it is for, here and elsewhere.
Result<void> tell_of(Local& local, const Post& post) {
  TRY(reach_people_here(local, post));
  TRY(tell_watchers(local.txn, local.home, post, local.now));
  TRY(send(local, post, post.document, recipients_of(local, post)));
  return relay_post(local, post, post.document);
}

Result<Post> own_post(Local& local, Id id) {
  auto post = find_post(local.txn, id);
  const auto me = Destination::to_person(local.actor.id);
  if (!post || !may_flow(local.txn, local.home, *post, me)) {
    return fail(Code::not_found, "no post " + to_string(id));
  }
  if (post->gone) return fail(Code::gone, "post " + to_string(id) + " was deleted");
  if (post->author != local.actor.id) {
    return fail(Code::forbidden, "post " + to_string(id) + " is somebody else's");
  }
  return std::move(*post);
}

// Addressed to whoever any of its versions was addressed to.
Post to_all_it_ever_reached(const Local& local, Post post) {
  const auto add = [&](const Iri& iri) {
    for (const auto* list : {&post.to, &post.cc}) {
      if (std::ranges::find(*list, iri.text()) != list->end()) return;
    }
    post.cc.push_back(iri.text());
  };
  for (const auto seq : post.earlier) {
    const auto version = parse_json(find_payload(local.txn, seq).value_or(""));
    if (!version) continue;
    for (const auto* key : {"to", "cc"}) std::ranges::for_each(find_iris(*version, key), add);
  }
  return post;
}

Result<Post> draft_of(const Local& local, const NewPost& fresh, Label label) {
  const auto written = fresh.backdated.value_or(local.now);
  Post post;
  post.type = fresh.type;
  post.id = allocate_entry_id(local.txn, written, local.now);
  post.iri = local.home.thing(local.actor.name, "statuses", post.id);
  post.url = local.home.page(local.actor.name, post.id);
  post.author = local.actor.id;
  post.summary = fresh.summary;
  post.sensitive = fresh.sensitive || !fresh.summary.empty();
  post.language = fresh.language;
  post.published = written;
  post.visibility = fresh.visibility;
  post.label = label;
  post.attachments = fresh.attachments;
  post.quote_policy = fresh.quote_policy;
  post.question = fresh.question;
  post.local = true;
  if (fresh.poll) {
    post.type = "Question";
    post.poll = TRY(poll_of(*fresh.poll, local.now));
  }
  return post;
}

Result<void> put_files(Local& local, Post& post, const std::vector<Attachment>& files) {
  if (!post.attachments.empty()) TRY(leave_media(local.txn, local.now));
  post.attachments = files;
  return {};
}

Time edited_now(const Local& local, const Post& post) {
  return std::max(local.now, std::max(post.published, post.updated) + milliseconds(1));
}

// Puts the edited post into the log and the store; gives where it stands in the log.
Result<uint64_t> record_edit(Local& local, Post& post) {
  const auto recorded = TRY(record_activity(
      local, with_audience("Update", post, note_json(post, local.actor, local.home))));
  set_document(post, recorded.seq);
  TRY(update_post(local.txn, post));
  return recorded.seq;
}

}  // namespace

std::vector<Id> list_recipients(const ReadTxn& txn, const Post& post) {
  return list_recipients_among(txn, post, SIZE_MAX);
}

Result<Post> publish(Local& local, const NewPost& fresh) {
  TRY(check_lives_here(local));
  TRY(check_text({.text = fresh.text,
                  .summary = fresh.summary,
                  .title = fresh.written ? fresh.written->title.value_or("") : "",
                  .has_files = !fresh.attachments.empty() || !fresh.uploads.empty()}));
  SpokenOf others{.parent = TRY(parent_of(local, fresh.in_reply_to)), .quoted = {}};
  if (fresh.quote) others.quoted = TRY(quotable(local, fresh.quote));
  const auto& parent = others.parent;
  auto post = TRY(draft_of(local, fresh, TRY(label_for(local.home, fresh.label, others))));
  for (auto& file : TRY(take_media(local.txn, local.actor.id, fresh.uploads))) {
    post.attachments.push_back(std::move(file));
  }
  if (!fresh.backdated) TRY(check_alt_text(local.txn, post.attachments));
  std::optional<Actor> answered;
  if (parent) {
    post.in_reply_to = parent->iri;
    // Also one that is no address ("tag:..."): whoever gave it knows it again.
    post.conversation = parent->local ? context_of(*parent).text() : parent->conversation;
    answered = find_actor(local.txn, parent->author);
  }
  if (others.quoted) TRY(prepare_quote(local, post, *others.quoted));
  put_down(local, post, fresh, answered);
  auto create = with_audience("Create", post, note_json(post, local.actor, local.home));
  create["id"] = post.iri.text() + "/activity";
  create["published"] = to_rfc3339(post.published);
  const auto recorded = TRY(record_activity(local, std::move(create)));
  post.document = recorded.seq;
  TRY(add_post(local.txn, post, local.now));
  if (post.poll) TRY(put_poll_due(local.txn, post.id, post.poll->ends));
  if (!fresh.backdated) TRY(tell_of(local, post));
  if (others.quoted) TRY(ask_for_consent(local, post, *others.quoted));
  return post;
}

Result<Post> edit_files(Local& local, Id id, const std::vector<Attachment>& files) {
  auto post = TRY(own_post(local, id));
  TRY(put_files(local, post, files));
  post.updated = edited_now(local, post);
  const auto seq = TRY(record_edit(local, post));
  TRY(send(local, post, seq, recipients_of(local, post)));
  TRY(relay_change(local, post, seq));
  return post;
}

Result<Post> edit_post(Local& local, Id id, const PostEdit& edit) {
  auto post = TRY(own_post(local, id));
  const auto before = recipients_of(local, post);
  if (edit.attachments) {
    TRY(check_alt_text(local.txn, *edit.attachments));
    TRY(put_files(local, post, *edit.attachments));
  }
  const auto title = edit.written ? edit.written->title.value_or(post.title) : post.title;
  TRY(check_text({.text = edit.text,
                  .summary = edit.summary,
                  .title = title,
                  .has_files = !post.attachments.empty()}));
  post.summary = edit.summary;
  post.sensitive = edit.sensitive || !edit.summary.empty();
  post.language = edit.language;
  post.updated = edited_now(local, post);
  post.question = edit.question.value_or(post.question);
  const auto answer = post.accepted_answer;
  if (!post.question) post.accepted_answer = Iri();
  put_down(local, post, edit);
  const auto seq = TRY(record_edit(local, post));
  TRY(tell_answerers(local.txn, post, answer, local.now));
  TRY(reach_people_here(local, post));
  // Whoever has the old text gets the new one, also who is no longer named.
  auto people = recipients_of(local, post);
  people.insert(people.end(), before.begin(), before.end());
  TRY(send(local, post, seq, std::move(people)));
  TRY(relay_change(local, post, seq));
  return post;
}

Result<void> tell_again(Local& local, const Post& post, const std::vector<Id>& more) {
  const auto recorded = TRY(record_activity(
      local, with_audience("Update", post, note_json(post, local.actor, local.home))));
  TRY(keep_told_anew(local.txn, post, recorded.seq));
  auto people = recipients_of(local, post);
  people.insert(people.end(), more.begin(), more.end());
  return send(local, post, recorded.seq, std::move(people));
}

Result<Post> delete_post(Local& local, Id id) {
  const auto post = to_all_it_ever_reached(local, TRY(own_post(local, id)));
  const auto people = recipients_of(local, post);
  if (!post.attachments.empty()) TRY(leave_media(local.txn, local.now));
  TRY(bury_post(local.txn, id, local.now));
  auto buried = find_post(local.txn, id);
  if (!buried)
    return fail(Code::internal, "post " + to_string(id) + " vanished while it was buried");
  const auto recorded = TRY(record_activity(
      local, with_audience("Delete", post, note_json(*buried, local.actor, local.home))));
  TRY(send(local, post, recorded.seq, people));
  TRY(relay_change(local, post, recorded.seq));
  return std::move(*buried);
}

}  // namespace hallway
