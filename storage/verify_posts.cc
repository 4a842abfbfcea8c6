#include <algorithm>
#include <array>

#include "storage/names.h"
#include "storage/posts.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

const record::Boost* boost_at(const ReadTxn& txn, uint64_t id) {
  return find_record<record::Boost>(txn, Table::boosts, key_of(id));
}
const record::Reaction* reaction_at(const ReadTxn& txn, uint64_t id) {
  return find_record<record::Reaction>(txn, Table::reactions, key_of(id));
}

bool has_post(const ReadTxn& txn, uint64_t id) { return txn.has(Table::posts, key_of(id)); }

using Words = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

bool has_word(const Words* words, std::string_view key) {
  return words && std::any_of(words->begin(), words->end(),
                              [&](const auto* word) { return is_digest_of(key, text_of(word)); });
}

// Whether the post stands in `table` under each of them.
bool stands_under(const ReadTxn& txn, Table table, const Words* words, uint64_t id) {
  return !words || std::all_of(words->begin(), words->end(), [&](const auto* word) {
    return txn.has(table, key_of(sha256(text_of(word)), Id{id}));
  });
}

// Whether it stands among those that quote `iri`, or show it as their consent.
bool is_among_quotes(const ReadTxn& txn, std::string_view iri, uint64_t id) {
  return iri.empty() || txn.has(Table::quoted_by, key_of(sha256(iri), Id{id}));
}

// The row of `questions` that it has as one about `tag`.
Key question_key(const record::Post& post, std::string_view tag) {
  const uint64_t state = text_of(post.accepted_answer()).empty() ? 0 : 1;
  return key_of(sha256(tag), state, post.id());
}

bool stands_among_questions(const ReadTxn& txn, const record::Post& post) {
  if (!post.question()) return true;
  const auto* tags = post.tags();
  const auto answer = text_of(post.accepted_answer());
  return txn.has(Table::questions, question_key(post, {})) &&
         (!tags || std::all_of(tags->begin(), tags->end(),
                               [&](const auto* tag) {
                                 return txn.has(Table::questions, question_key(post, text_of(tag)));
                               })) &&
         (answer.empty() || txn.has(Table::accepted_answers, key_of(sha256(answer), post.id())));
}

Complaint check_places(const ReadTxn& txn, const record::Post& post) {
  const uint64_t id = post.id();
  if (!is_among_quotes(txn, text_of(post.quote()), id) ||
      !is_among_quotes(txn, text_of(post.quote_consent()), id)) {
    return "does not stand among the quotes of what it quotes";
  }
  const auto entry = txn.get(Table::by_author, key_of(post.author(), id));
  if (post.gone() && entry) return "was deleted, but stands among its author's posts";
  if (!post.gone() && !is_number(entry, static_cast<uint64_t>(EntryKind::post))) {
    return "does not stand among its author's posts";
  }
  if (!txn.has(Table::by_context, key_of(post.context(), id)))
    return "does not stand in its thread";
  if (post.parent() != 0) {
    // What was deleted stays where what it answered was forgotten (storage/forget_post.h).
    if (!post.gone() && !has_post(txn, post.parent())) return "answers a post that is not there";
    if (!txn.has(Table::by_parent, key_of(post.parent(), id))) {
      return "does not stand among the replies of its parent";
    }
  }
  if (!stands_under(txn, Table::by_tag, post.tags(), id)) return "does not stand under its tag";
  if (!stands_under(txn, Table::by_link, post.links(), id)) {
    return "does not stand under what it leads to";
  }
  if (!stands_among_questions(txn, post)) return "does not stand among the questions";
  return {};
}

Complaint check_post(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Post>(value);
  if (!read.ok()) return "cannot be read";
  const auto& post = **read;
  if (post.id() != number_at(key, 0)) return "has another id than its key";
  if (post.visibility() > record::Visibility::MAX || post.label() > record::Label::MAX) {
    return "has a visibility or label that does not exist";
  }
  if (post.approval() > record::Approval::MAX) return "has an approval that does not exist";
  if (!has_actor(txn, post.author())) return "has no author";
  if (!is_named(txn, text_of(post.iri()), static_cast<uint64_t>(Kind::post), post.id())) {
    return "cannot be found by its address";
  }
  if (post.document() != 0 && !txn.has(Table::log, key_of(post.document()))) {
    return "came by no entry of the log";
  }
  return check_places(txn, post);
}

Complaint check_by_author(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const uint64_t author = number_at(key, 0), id = number_at(key, 8);
  switch (number_at(value, 0)) {
    case static_cast<uint64_t>(EntryKind::post): {
      const auto* post = post_at(txn, id);
      if (post && !post->gone() && post->author() == author) return {};
      return "points to no post of this author";
    }
    case static_cast<uint64_t>(EntryKind::boost): {
      const auto* boost = boost_at(txn, id);
      if (boost && boost->actor() == author) return {};
      return "points to no boost of this author";
    }
    default: return "is neither post nor boost";
  }
}

Complaint check_by_context(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 8));
  if (post && post->context() == number_at(key, 0)) return {};
  return "points to no post of this thread";
}

Complaint check_by_parent(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 8));
  if (post && post->parent() == number_at(key, 0)) return {};
  return "points to no reply to this post";
}

Complaint check_by_parent_iri(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 32));
  if (post && is_digest_of(key, text_of(post->in_reply_to()))) return {};
  return "points to no post that waits for this parent";
}

Complaint check_by_tag(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 32));
  if (post && has_word(post->tags(), key)) return {};
  return "points to no post with this tag";
}

Complaint check_by_link(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 32));
  if (post && has_word(post->links(), key)) return {};
  return "points to no post that leads there";
}

Complaint check_question(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 40));
  const auto all = as_bytes_view(sha256(std::string_view())) == key.substr(0, 32);
  if (post && post->question() && (all || has_word(post->tags(), key)) &&
      (number_at(key, 32) == 0) == text_of(post->accepted_answer()).empty()) {
    return {};
  }
  return "points to no such question";
}

Complaint check_accepted_answer(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 32));
  if (post && post->question() && is_digest_of(key, text_of(post->accepted_answer()))) return {};
  return "points to no question that was answered so";
}

Complaint check_waiting(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* post = post_at(txn, number_at(key, 8));
  if (post && post->question() && value.size() == 8) return {};
  return "points to no question";
}

// The question may have been forgotten since.
Complaint check_asked(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (has_actor(txn, number_at(key, 0)) && key.size() == 16 && value.size() == 8) return {};
  return "is of nobody";
}

Complaint check_by_person(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (!has_actor(txn, number_at(key, 0))) return "is for nobody";
  if (!has_post(txn, number_at(key, 8))) return "points to no post";
  return {};
}

Complaint check_reaction(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Reaction>(value);
  if (!read.ok()) return "cannot be read";
  const auto& x = **read;
  if (x.id() != number_at(key, 0)) return "has another id than its key";
  if (!has_actor(txn, x.actor())) return "is nobody's";
  if (!has_post(txn, x.post())) return "is of no post";
  const auto content = text_of(x.content());
  const auto place =
      content.empty()
          ? txn.get(Table::reactions_by_post, key_of(x.post(), x.actor()))
          : txn.get(Table::emoji_reactions, key_of(x.post(), x.actor(), sha256(content)));
  if (!is_number(place, x.id()) ||
      !is_number(txn.get(Table::reactions_by_actor, key_of(x.actor(), x.id())), x.post())) {
    return "cannot be found by its post and its actor";
  }
  if (is_named(txn, text_of(x.iri()), static_cast<uint64_t>(Kind::reaction), x.id())) return {};
  return "cannot be found by its address";
}

Complaint check_reaction_by_post(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* x = reaction_at(txn, number_at(value, 0));
  if (x && x->post() == number_at(key, 0) && x->actor() == number_at(key, 8)) return {};
  return "points to no reaction of this actor to this post";
}

Complaint check_reaction_by_actor(const ReadTxn& txn, std::string_view key,
                                  std::string_view value) {
  const auto* x = reaction_at(txn, number_at(key, 8));
  if (x && x->actor() == number_at(key, 0) && x->post() == number_at(value, 0)) return {};
  return "points to no reaction of this actor to this post";
}

Complaint check_boost(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Boost>(value);
  if (!read.ok()) return "cannot be read";
  const auto& x = **read;
  if (x.id() != number_at(key, 0)) return "has another id than its key";
  if (x.visibility() > record::Visibility::MAX) return "has a visibility that does not exist";
  if (!has_actor(txn, x.actor())) return "is nobody's";
  if (!has_post(txn, x.post())) return "is of no post";
  if (!is_number(txn.get(Table::boosts_by_post, key_of(x.post(), x.actor())), x.id()) ||
      !is_number(txn.get(Table::by_author, key_of(x.actor(), x.id())),
                 static_cast<uint64_t>(EntryKind::boost))) {
    return "cannot be found by its post and its actor";
  }
  if (is_named(txn, text_of(x.iri()), static_cast<uint64_t>(Kind::boost), x.id())) return {};
  return "cannot be found by its address";
}

Complaint check_boost_by_post(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* x = boost_at(txn, number_at(value, 0));
  if (x && x->post() == number_at(key, 0) && x->actor() == number_at(key, 8)) return {};
  return "points to no boost of this post by this actor";
}

Complaint check_pin(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 8));
  if (post && !post->gone() && post->author() == number_at(key, 0)) return {};
  return "points to no post of this author";
}

Complaint check_withdrawn(const ReadTxn&, std::string_view key, std::string_view value) {
  if (key.size() == Digest().size() && value.size() == 8 && number_at(value, 0) != 0) return {};
  return "is no id by an address";
}

constexpr std::array kPostsChecks = {TableCheck{Table::posts, check_post},
                                     TableCheck{Table::by_author, check_by_author},
                                     TableCheck{Table::by_context, check_by_context},
                                     TableCheck{Table::by_parent, check_by_parent},
                                     TableCheck{Table::by_parent_iri, check_by_parent_iri},
                                     TableCheck{Table::by_tag, check_by_tag},
                                     TableCheck{Table::by_link, check_by_link},
                                     TableCheck{Table::by_person, check_by_person},
                                     TableCheck{Table::questions, check_question},
                                     TableCheck{Table::accepted_answers, check_accepted_answer},
                                     TableCheck{Table::questions_due, check_waiting},
                                     TableCheck{Table::asked, check_asked},
                                     TableCheck{Table::reactions, check_reaction},
                                     TableCheck{Table::reactions_by_post, check_reaction_by_post},
                                     TableCheck{Table::reactions_by_actor, check_reaction_by_actor},
                                     TableCheck{Table::boosts, check_boost},
                                     TableCheck{Table::boosts_by_post, check_boost_by_post},
                                     TableCheck{Table::pins, check_pin},
                                     TableCheck{Table::withdrawn, check_withdrawn}};

}  // namespace

std::span<const TableCheck> post_checks() { return kPostsChecks; }

}  // namespace hallway
