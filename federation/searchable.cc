#include "federation/searchable.h"

#include <algorithm>

#include "federation/expert_question.h"
#include "federation/html.h"
#include "federation/plain_text.h"
#include "federation/policy.h"
#include "storage/blocks.h"
#include "storage/bookmarks.h"
#include "storage/follows.h"
#include "storage/limited.h"
#include "storage/questions.h"
#include "storage/reactions.h"
#include "storage/search_words.h"
#include "storage/votes.h"

namespace hallway {
namespace {

constexpr size_t kLongest = 100'000;  // bytes of one text that are read
constexpr size_t kMostAnswers = 200;  // looked at for who answered

void add_text(std::vector<std::string>& texts, std::string_view text) {
  if (!text.empty()) texts.emplace_back(utf8_prefix(text, kLongest));
}

void mark_attachments(const Post& post, std::vector<std::string>& marks) {
  const auto any = [&](std::string_view kind) {
    return std::ranges::any_of(post.attachments, [&](const Attachment& file) {
      return file.media_type.starts_with(kind) && file.type != "Link";
    });
  };
  const bool files = std::ranges::any_of(
      post.attachments, [](const Attachment& file) { return file.type != "Link"; });
  if (files) marks.emplace_back("has:media");
  for (const std::string_view kind : {"image", "video", "audio"}) {
    if (any(std::string(kind) + "/")) marks.push_back("has:" + std::string(kind));
  }
}

std::vector<std::string> marks_of(const Post& post) {
  std::vector<std::string> marks;
  mark_attachments(post, marks);
  if (post.poll) marks.emplace_back("has:poll");
  if (!post.links.empty()) marks.emplace_back("has:link");
  if (!post.in_reply_to.empty()) marks.emplace_back("is:reply");
  if (!post.quote.empty()) marks.emplace_back("is:quote");
  if (post.question) marks.emplace_back("is:question");
  if (post.sensitive) marks.emplace_back("is:sensitive");
  if (!post.earlier.empty()) marks.emplace_back("is:edited");
  if (post.local) marks.emplace_back("is:local");
  if (const auto language = main_language(post.language); !language.empty()) {
    marks.push_back("language:" + std::string(language));
  }
  for (const auto& tag : post.tags) marks.push_back("tag:" + tag);
  return marks;
}

void add_work_texts(SearchDocument& document, const WorkProfile& work) {
  for (const auto* text : {&work.title, &work.team, &work.place}) add_text(document.texts, *text);
  for (const auto& skill : work.skills) {
    add_text(document.texts, skill);
    document.marks.push_back(skill_mark(skill));
  }
  if (!work.team.empty()) document.marks.push_back(team_mark(work.team));
  if (!work.place.empty()) document.marks.push_back(place_mark(work.place));
  if (!work.manager.empty()) document.marks.push_back(manager_mark(work.manager));
}

}  // namespace

std::string team_mark(std::string_view team) { return "team:" + skill_key(team); }
std::string skill_mark(std::string_view skill) { return "skill:" + skill_key(skill); }
std::string place_mark(std::string_view place) { return "place:" + skill_key(place); }
// Marks hold 200 bytes, addresses 2,048.
std::string manager_mark(const Iri& manager) {
  return "manager:" + hex(as_bytes_view(sha256(manager.text())));
}

std::optional<SearchDocument> searchable(const Post& post) {
  if (post.gone) return std::nullopt;
  SearchDocument document{.kind = Searched::post,
                          .id = post.id,
                          .author = post.author,
                          .texts = {},
                          .language = post.language,
                          .marks = marks_of(post)};
  auto& texts = document.texts;
  add_text(texts, post.title);
  add_text(texts, post.summary);
  add_text(texts, text_of_html(post.content));
  for (const auto& file : post.attachments) add_text(texts, file.name);
  if (post.poll) {
    for (const auto& option : post.poll->options) add_text(texts, option.title);
  }
  add_text(texts, post.place);
  // Some send hashtags apart from the text; those within it are there already.
  if (post.content.find('#') == std::string::npos) {
    for (const auto& tag : post.tags) add_text(texts, tag);
  }
  return document;
}

std::optional<SearchDocument> searchable(const Actor& actor) {
  if (actor.gone || actor.name == kInstanceActorName) return std::nullopt;
  if (!actor.local && !actor.discoverable) return std::nullopt;
  SearchDocument document{.kind = Searched::actor, .id = actor.id};
  auto& texts = document.texts;
  add_text(texts, actor.name);
  add_text(texts, actor.display_name);
  if (!actor.local) add_text(texts, actor.domain);
  if (actor.discoverable) {
    add_text(texts, text_of_html(actor.summary));
    for (const auto& field : actor.fields) {
      add_text(texts, field.name);
      add_text(texts, text_of_html(field.value));
    }
    for (const auto& tag : actor.tags) add_text(texts, tag);
    add_work_texts(document, actor.work);
  }
  if (actor.local) document.marks.emplace_back("is:local");
  return document;
}

std::optional<SearchDocument> searchable(const ReadTxn& txn, const SearchDue& what) {
  if (what.kind == Searched::actor) {
    const auto actor = find_actor(txn, what.id);
    return actor ? searchable(*actor) : std::nullopt;
  }
  const auto post = find_post(txn, what.id);
  auto document = post ? searchable(*post) : std::nullopt;
  if (document) {
    const auto question = find_answered_question(txn, *post);
    document->accepted = question && question->author != post->author;
  }
  if (document && post->visibility == Visibility::public_) {
    const auto author = post->local ? std::nullopt : find_actor(txn, post->author);
    if (post->local) document->reach = post->label;
    document->open = post->local || (author && author->indexable);
    if (document->open) document->topic = heading_of(text_of_html(post->content));
  }
  return document;
}

Finder::Finder(const ReadTxn& txn, const Home& home, Id person)
    : txn_(txn), home_(home), person_(person) {
  if (const auto actor = find_actor(txn, person)) iri_ = actor->iri;
}

const Finder::Author& Finder::author(Id id) {
  const auto known = authors_.find(id);
  if (known != authors_.end()) return known->second;
  Author author;
  const auto actor = find_actor(txn_, id);
  author.kept_away = mutes(txn_, person_, id) ||
                     (is_limited(txn_, id) && id != person_ && !follows(txn_, person_, id));
  author.consents = actor && (actor->local || actor->indexable);
  return authors_.emplace(id, author).first->second;
}

bool Finder::had_part_in(const Post& post) const {
  if (post.author == person_ || is_recipient(txn_, person_, post.id)) return true;
  const auto me = [&](const std::string& iri) { return iri == iri_.text(); };
  if (std::ranges::any_of(post.to, me) || std::ranges::any_of(post.cc, me)) return true;
  if (find_reaction(txn_, post.id, person_) || is_bookmarked(txn_, person_, post.id)) return true;
  if (find_boost(txn_, post.id, person_) || find_votes(txn_, post.id, person_) != 0) return true;
  if (count_emoji_reactions(txn_, post.id, person_) > 0) return true;
  return std::ranges::any_of(find_replies(txn_, post.id, kMostAnswers), [&](Id id) {
    const auto answer = find_post(txn_, id);
    return answer && answer->author == person_;
  });
}

bool Finder::may_find_post(Id id) {
  const auto post = find_post(txn_, id);
  return post && may_find_post(*post);
}

bool Finder::may_find_post(const Post& post) {
  if (post.gone) return false;
  if (!may_flow(txn_, home_, post, Destination::to_person(person_))) return false;
  const auto& by = author(post.author);
  if (by.kept_away) return false;
  if (only_public_ && post.visibility != Visibility::public_) return false;
  if (only_own_) return had_part_in(post);
  if (post.local) return true;
  // FEP-5feb is about public posts; what is addressed to few is found by those who are among them.
  if (by.consents && post.visibility == Visibility::public_) return true;
  return had_part_in(post);
}

bool Finder::may_find_person(Id id) {
  const auto actor = find_actor(txn_, id);
  if (!actor || !may_be_shown(txn_, home_, *actor)) return false;
  if (estranged(txn_, person_, id)) return false;
  if (!actor->local && blocks_domain(txn_, person_, actor->iri.domain())) return false;
  return !is_limited(txn_, *actor) || id == person_ || follows(txn_, person_, id);
}

}  // namespace hallway
