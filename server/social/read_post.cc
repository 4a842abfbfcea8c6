#include "server/social/read_post.h"

#include <algorithm>

#include "federation/attachment.h"
#include "federation/compose.h"
#include "federation/hashtag.h"
#include "federation/html.h"
#include "federation/note.h"
#include "federation/poll.h"
#include "federation/question.h"
#include "federation/quote_link.h"
#include "server/draft.h"
#include "server/node.h"
#include "storage/media.h"

namespace hallway::social {
namespace {

constexpr size_t kMostTags = 100, kMostTitle = 500;

struct Text {
  std::string plain;  // as typed, or what the HTML reads as
  std::optional<std::string> html;
};

// `source` (§3.3) where it is plain text and stands alone, else the content.
Text text_of(const Json& object) {
  auto content = find_text(object, "content");
  const auto* source = find_member(object, "source");
  std::string typed(source ? find_string(*source, "content").value_or("") : "");
  if (source && find_string(*source, "mediaType").value_or("text/plain") != "text/plain") {
    typed.clear();
  }
  if (content.empty()) return {std::move(typed), std::nullopt};
  const bool has_markup = content.find_first_of("<&") != std::string::npos;
  if (!has_markup || find_string(object, "mediaType") == "text/plain") {
    return {std::move(content), std::nullopt};
  }
  return {typed.empty() ? text_of_html(content) : std::move(typed), std::move(content)};
}

std::optional<std::string> title_of(const Json& object) {
  if (!object.contains("name") && !object.contains("nameMap")) return std::nullopt;
  return text_of_html(find_text(object, "name")).substr(0, kMostTitle);
}

std::vector<std::string> tags_of(const Json& object) {
  std::vector<std::string> tags;
  for (const auto* tag : find_list(object, "tag")) {
    if (type_of(*tag) != "Hashtag" || tags.size() == kMostTags) continue;
    auto name = normalize_hashtag(find_string(*tag, "name").value_or(""));
    const bool known = std::ranges::find(tags, name) != tags.end();
    if (!name.empty() && !known) tags.push_back(std::move(name));
  }
  return tags;
}

std::vector<Mention> mentions_of(const Submission& submission) {
  constexpr size_t kMostAsked = 16;  // each unknown one may wait for another node
  std::vector<Mention> mentions;
  size_t asked = 0;
  for (const auto* tag : find_list(submission.object(), "tag")) {
    const auto* href = type_of(*tag) == "Mention" ? find_member(*tag, "href") : nullptr;
    if (!href || ++asked > kMostAsked) continue;
    const auto id = actor_named(submission, *href);
    const auto txn = submission.node.read();
    const auto actor = id.ok() && txn.ok() ? find_actor(*txn, *id) : std::nullopt;
    if (actor) mentions.push_back({actor->iri, "@" + actor->handle()});
  }
  return mentions;
}

// Nothing where the text is to be read as typed and has no title.
std::optional<Written> written_in(const Submission& submission, const Text& text) {
  const auto& object = submission.object();
  const auto title = type_of(object) == "Note" ? std::nullopt : title_of(object);
  if (!text.html && !title) return std::nullopt;
  const auto html = text.html ? *text.html : compose(text.plain, {}).html;
  return Written{
      .html = html, .tags = tags_of(object), .mentions = mentions_of(submission), .title = title};
}

std::string language_in(const Json& object) {
  const auto* map = find_member(object, "contentMap");
  if (map && map->is_object() && map->size() == 1) return map->begin().key();
  return std::string(find_string(object, "language").value_or(""));
}

Result<std::optional<NewPoll>> poll_in(const Submission& submission) {
  const auto& object = submission.object();
  if (type_of(object) != "Question") return std::optional<NewPoll>();
  const auto poll = find_poll(object);
  if (!poll) return fail(Code::invalid, "the Question has no oneOf or anyOf");
  NewPoll fresh{.multiple = poll->multiple};
  for (const auto& option : poll->options) fresh.options.push_back(option.title);
  fresh.open_for = poll->ends.ms ? poll->ends - submission.node.now() : days(1);
  return std::optional(std::move(fresh));
}

Result<void> read_audience(const Submission& submission, NewPost& fresh) {
  fresh.audience = audience_of(submission);
  fresh.visibility = visibility_of(fresh.audience->to, fresh.audience->cc,
                                   submission.caller.actor.followers.text());
  for (const auto* said : {&submission.object(), &submission.activity}) {
    const auto label = find_string(*said, "hallwayLabel");
    if (!label || fresh.label) continue;
    fresh.label = parse_label(*label);
    if (!fresh.label) {
      return fail(Code::invalid,
                  "hallwayLabel is none of department, organization, partners, public");
    }
  }
  return {};
}

Result<void> read_relations(const Submission& submission, NewPost& fresh) {
  const auto& object = submission.object();
  if (const auto parents = find_list(object, "inReplyTo"); !parents.empty()) {
    fresh.in_reply_to = TRY(post_named(submission, *parents.front()));
  }
  Post read;
  read_quote(object, submission.caller.actor.followers.text(), read);
  read_question(object, read);
  fresh.question = read.question;
  fresh.quote_policy = read.quote_policy;
  if (fresh.quote_policy == QuotePolicy::unsaid) {
    fresh.quote_policy = submission.caller.account.quote_policy;
  }
  if (!read.quote.empty()) fresh.quote = TRY(post_named(submission, Json(read.quote.text())));
  return {};
}

}  // namespace

Result<NewPost> read_new_post(const Submission& submission) {
  const auto& object = submission.object();
  auto text = text_of(object);
  NewPost fresh{.text = std::move(text.plain),
                .summary = text_of_html(find_text(object, "summary"))};
  fresh.type = type_of(object);
  fresh.sensitive = find_bool(object, "sensitive").value_or(submission.caller.account.sensitive);
  fresh.language = language_in(object);
  if (fresh.language.empty()) fresh.language = submission.caller.account.language;
  if (fresh.language.empty()) fresh.language = default_language(submission.node);
  text.plain = fresh.text;
  fresh.written = written_in(submission, text);
  if (!fresh.written) fresh.mentions = resolve_mentions(submission.node, fresh.text);
  fresh.poll = TRY(poll_in(submission));
  TRY(read_audience(submission, fresh));
  TRY(read_relations(submission, fresh));
  return fresh;
}

Files files_of(const Submission& submission, const ReadTxn& txn) {
  Post read;
  read.type = type_of(submission.object());
  read_attachments(submission.object(), read);
  Files files;
  for (auto& file : read.attachments) {
    auto upload = find_upload(txn, submission.caller.actor.id, file.url);
    if (!upload) {
      files.others.push_back(std::move(file));
      continue;
    }
    if (!file.name.empty()) upload->attachment.name = std::move(file.name);
    files.uploads.push_back(std::move(*upload));
  }
  return files;
}

Result<PostEdit> read_edit(const Submission& submission, const Post& before) {
  const auto& object = submission.object();
  const bool says_text = object.contains("content") || object.contains("source");
  const auto text = says_text ? text_of(object) : Text{before.source, before.content};
  PostEdit edit{.text = text.plain, .summary = before.summary, .sensitive = before.sensitive};
  if (object.contains("summary")) edit.summary = text_of_html(find_text(object, "summary"));
  edit.sensitive = find_bool(object, "sensitive").value_or(before.sensitive);
  edit.language = language_in(object);
  if (edit.language.empty()) edit.language = before.language;
  edit.keeps_audience = true;
  auto written = written_in(submission, text).value_or(Written());
  if (!text.html) {
    edit.mentions = resolve_mentions(submission.node, edit.text);
    return edit;
  }
  if (!object.contains("tag")) {
    written.tags = before.tags;
    written.mentions = before.mentions;
  }
  if (!says_text) written.html = before.content;
  edit.written = std::move(written);
  return edit;
}

}  // namespace hallway::social
