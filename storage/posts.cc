#include "storage/posts.h"

#include "storage/bookmarks.h"
#include "storage/ids.h"
#include "storage/log.h"
#include "storage/names.h"
#include "storage/pins.h"
#include "storage/post_record.h"
#include "storage/questions.h"
#include "storage/quotes.h"
#include "storage/record.h"
#include "storage/search_due.h"
#include "storage/tallies.h"
#include "storage/votes.h"

namespace hallway {
namespace {

// Under its tags and links.
Result<void> index_words(WriteTxn& txn, const Post& post) {
  for (const auto& tag : post.tags) {
    TRY(txn.put(Table::by_tag, key_of(sha256(tag), post.id), {}));
  }
  for (const auto& link : post.links) {
    TRY(txn.put(Table::by_link, key_of(sha256(link), post.id), {}));
  }
  return {};
}

Result<void> unindex_words(WriteTxn& txn, const Post& post) {
  for (const auto& tag : post.tags) {
    TRY(txn.erase(Table::by_tag, key_of(sha256(tag), post.id)));
  }
  for (const auto& link : post.links) {
    TRY(txn.erase(Table::by_link, key_of(sha256(link), post.id)));
  }
  return {};
}

// Finds the post's place: below its parent where that is known, else as one that waits for it.
Result<void> place(WriteTxn& txn, Post& post) {
  post.context = post.id;
  if (post.in_reply_to.empty()) return {};
  const auto parent = find_post(txn, post.in_reply_to);
  if (!parent) {
    return txn.put(Table::by_parent_iri, key_of(sha256(post.in_reply_to.text()), post.id), {});
  }
  post.parent = parent->id;
  post.context = parent->context;
  return txn.put(Table::by_parent, key_of(post.parent, post.id), {});
}

std::vector<Id> column(const ReadTxn& txn, Table table, const Key& prefix, size_t most) {
  std::vector<Id> ids;
  if (most == 0) return ids;
  txn.scan(table, prefix, [&](std::string_view key, std::string_view) {
    ids.push_back(id_at(key, key.size() - 8));
    return ids.size() < most;
  });
  return ids;
}

size_t count_rows(const ReadTxn& txn, Table table, const Key& prefix, size_t most) {
  size_t n = 0;
  if (most == 0) return n;
  txn.scan(table, prefix, [&](std::string_view, std::string_view) { return ++n < most; });
  return n;
}

// A thread that began below an unknown post joins the thread of that post.
Result<void> join(WriteTxn& txn, const Post& reply, Id context) {
  for (const auto id : column(txn, Table::by_context, key_of(reply.id), SIZE_MAX)) {
    auto post = find_post(txn, id);
    if (!post) continue;
    TRY(txn.erase(Table::by_context, key_of(post->context, post->id)));
    post->context = context;
    TRY(txn.put(Table::posts, key_of(post->id), encode_post(*post)));
    TRY(txn.put(Table::by_context, key_of(context, post->id), {}));
  }
  return {};
}

Result<void> adopt_replies(WriteTxn& txn, const Post& parent) {
  const auto waiting = sha256(parent.iri.text());
  for (const auto id : column(txn, Table::by_parent_iri, key_of(waiting), SIZE_MAX)) {
    auto reply = find_post(txn, id);
    TRY(txn.erase(Table::by_parent_iri, key_of(waiting, id)));
    // Posts that claim to answer each other: who walks from reply to parent must come to an end.
    if (!reply || parent.context == id) continue;
    reply->parent = parent.id;
    TRY(txn.put(Table::posts, key_of(id), encode_post(*reply)));
    TRY(txn.put(Table::by_parent, key_of(parent.id, id), {}));
    TRY(join(txn, *reply, parent.context));
  }
  return {};
}

void scan_ids_down(const ReadTxn& txn, Table table, const Key& prefix, Key before,
                   const std::function<bool(Id, std::string_view)>& visit) {
  txn.scan_down(
      table, prefix,
      [&](std::string_view key, std::string_view value) {
        return visit(id_at(key, key.size() - 8), value);
      },
      before.view() == prefix.view() ? std::string_view() : before.view());
}

void scan_ids_up(const ReadTxn& txn, Table table, std::pair<Id, Id> group_and_after,
                 const std::function<bool(Id)>& visit) {
  const auto [group, after] = group_and_after;
  txn.scan(
      table, key_of(group),
      [&](std::string_view key, std::string_view) { return visit(id_at(key, 8)); },
      key_of(group, after.value + 1));
}

}  // namespace

std::string_view name_of(Visibility visibility) {
  switch (visibility) {
    case Visibility::public_: return "public";
    case Visibility::unlisted: return "unlisted";
    case Visibility::followers: return "private";
    case Visibility::direct: return "direct";
  }
  return "direct";
}

std::string_view name_of(Label label) {
  switch (label) {
    case Label::department: return "department";
    case Label::organization: return "organization";
    case Label::partners: return "partners";
    case Label::public_: return "public";
  }
  return "department";
}

std::optional<Visibility> parse_visibility(std::string_view text) {
  for (const auto v :
       {Visibility::public_, Visibility::unlisted, Visibility::followers, Visibility::direct}) {
    if (name_of(v) == text) return v;
  }
  return std::nullopt;
}

std::optional<Label> parse_label(std::string_view text) {
  for (const auto l : {Label::department, Label::organization, Label::partners, Label::public_}) {
    if (name_of(l) == text) return l;
  }
  return std::nullopt;
}

std::optional<Post> find_post(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::posts, key_of(id));
  if (!value) return std::nullopt;
  auto post = decode_post(*value);
  if (!post) return std::nullopt;
  return std::move(*post);
}

std::optional<Post> find_post(const ReadTxn& txn, const Iri& iri) {
  const auto id = find_id(txn, iri, Kind::post);
  return id ? find_post(txn, *id) : std::nullopt;
}

uint64_t post_stamp(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::posts, key_of(id));
  return value ? stamp_of(*value) : 0;
}

std::optional<Label> find_label(const ReadTxn& txn, const Iri& iri) {
  const auto id = find_id(txn, iri, Kind::post);
  const auto value = id ? txn.get(Table::posts, key_of(*id)) : std::nullopt;
  if (!value) return std::nullopt;
  const auto post = view_record<record::Post>(*value);
  if (!post) return std::nullopt;
  return static_cast<Label>((*post)->label());
}

Result<void> count_entry(WriteTxn& txn, Id author, int step) {
  return change_tally(txn, author, Tallied::entries, step, [](const ReadTxn& t, Id who) {
    return count_rows(t, Table::by_author, key_of(who), SIZE_MAX);
  });
}

Result<void> add_post(WriteTxn& txn, Post& post, Time now) {
  if (!post.id) post.id = allocate_entry_id(txn, post.local ? now : post.published, now);
  TRY(put_name(txn, post.iri, {.kind = Kind::post, .id = post.id}));
  TRY(place(txn, post));
  TRY(txn.put_late(Table::posts, key_of(post.id), encode_post(post)));
  TRY(txn.put(Table::by_author, key_of(post.author, post.id),
              view(value_of(static_cast<uint64_t>(EntryKind::post)))));
  TRY(count_entry(txn, post.author, +1));
  TRY(txn.put(Table::by_context, key_of(post.context, post.id), {}));
  TRY(index_words(txn, post));
  TRY(index_quote(txn, post));
  TRY(index_question(txn, {}, post));
  TRY(add_search_due(txn, post.id, Searched::post));
  return adopt_replies(txn, post);
}

void set_document(Post& post, uint64_t seq) {
  if (post.document != 0) post.earlier.push_back(post.document);
  post.document = seq;
}

Result<void> update_post(WriteTxn& txn, const Post& post) {
  const auto old = find_post(txn, post.id);
  if (!old) return fail(Code::not_found, "no post " + to_string(post.id));
  if (old->gone) return fail(Code::gone, "post " + to_string(post.id) + " was deleted");
  auto fresh = post;
  fresh.iri = old->iri;
  fresh.author = old->author;
  fresh.in_reply_to = old->in_reply_to;
  fresh.parent = old->parent;
  fresh.context = old->context;
  fresh.earlier = old->earlier;
  if (old->document && old->document != post.document) fresh.earlier.push_back(old->document);
  TRY(unindex_words(txn, *old));
  TRY(index_words(txn, fresh));
  TRY(unindex_quote(txn, *old));
  TRY(index_quote(txn, fresh));
  TRY(index_question(txn, *old, fresh));
  TRY(add_search_due(txn, post.id, Searched::post));
  return txn.put(Table::posts, key_of(post.id), encode_post(fresh));
}

Result<void> put_poll(WriteTxn& txn, Id id, const Poll& poll) {
  auto post = find_post(txn, id);
  if (!post || post->gone || !post->poll) {
    return fail(Code::not_found, "no poll " + to_string(id));
  }
  post->poll = poll;
  return txn.put(Table::posts, key_of(id), encode_post(*post));
}

Result<void> put_approval(WriteTxn& txn, Id id, Approval approval) {
  auto post = find_post(txn, id);
  if (!post) return fail(Code::not_found, "no post " + to_string(id));
  if (post->approval == approval) return {};
  post->approval = approval;
  return txn.put(Table::posts, key_of(id), encode_post(*post));
}

Result<void> bury_post(WriteTxn& txn, Id id, Time now) {
  auto post = find_post(txn, id);
  if (!post) return fail(Code::not_found, "no post " + to_string(id));
  if (post->gone) return {};
  TRY(add_search_due(txn, id, Searched::post));
  TRY(unindex_words(txn, *post));
  TRY(index_question(txn, *post, {}));
  TRY(forget_acceptances(txn, post->iri));
  set_document(*post, 0);
  for (const auto seq : std::exchange(post->earlier, {})) {
    TRY(erase_payload(txn, seq));
  }
  TRY(txn.erase(Table::by_author, key_of(post->author, id)));
  TRY(count_entry(txn, post->author, -1));
  TRY(erase_pin(txn, post->author, id));
  TRY(erase_bookmarks_of(txn, id));
  if (post->poll) TRY(erase_votes(txn, id));
  TRY(unindex_quote(txn, *post));
  TRY(erase_consents(txn, id));
  post->quote = post->quote_consent = post->accepted_answer = Iri();
  post->question = false;
  post->content.clear();
  post->title.clear();
  post->summary.clear();
  post->source.clear();
  post->tags.clear();
  post->links.clear();
  post->mentions.clear();
  post->attachments.clear();
  post->emojis.clear();
  post->place.clear();
  post->poll.reset();
  post->gone = true;
  post->gone_at = now;
  return txn.put(Table::posts, key_of(id), encode_post(*post));
}

void scan_author(const ReadTxn& txn, Id author, Id before,
                 const std::function<bool(Entry)>& visit) {
  const auto prefix = key_of(author);
  scan_ids_down(txn, Table::by_author, prefix, before ? key_of(author, before) : prefix,
                [&](Id id, std::string_view value) {
                  return visit({id, static_cast<EntryKind>(number_at(value, 0))});
                });
}

void scan_person(const ReadTxn& txn, Id person, Id before, const std::function<bool(Id)>& visit) {
  const auto prefix = key_of(person);
  scan_ids_down(txn, Table::by_person, prefix, before ? key_of(person, before) : prefix,
                [&](Id id, std::string_view) { return visit(id); });
}

namespace {

// Posts under a word of theirs, in by_tag or by_link.
void scan_word(const ReadTxn& txn, Table table, std::string_view word, Id before,
               const std::function<bool(Id)>& visit) {
  const auto digest = sha256(word);
  const auto prefix = key_of(digest);
  scan_ids_down(txn, table, prefix, before ? key_of(digest, before) : prefix,
                [&](Id id, std::string_view) { return visit(id); });
}

void scan_word_up(const ReadTxn& txn, Table table, std::string_view word, Id after,
                  const std::function<bool(Id)>& visit) {
  const auto digest = sha256(word);
  txn.scan(
      table, key_of(digest),
      [&](std::string_view key, std::string_view) { return visit(id_at(key, key.size() - 8)); },
      key_of(digest, after.value + 1));
}

}  // namespace

void scan_tag(const ReadTxn& txn, std::string_view tag, Id before,
              const std::function<bool(Id)>& visit) {
  scan_word(txn, Table::by_tag, tag, before, visit);
}

void scan_link(const ReadTxn& txn, std::string_view address, Id before,
               const std::function<bool(Id)>& visit) {
  scan_word(txn, Table::by_link, address, before, visit);
}

void scan_posts(const ReadTxn& txn, Id before, const std::function<bool(Id)>& visit) {
  scan_ids_down(txn, Table::posts, Key(), before ? key_of(before) : Key(),
                [&](Id id, std::string_view) { return visit(id); });
}

void scan_posts_up(const ReadTxn& txn, Id after, const std::function<bool(Id)>& visit) {
  txn.scan(
      Table::posts, {},
      [&](std::string_view key, std::string_view) { return visit(id_at(key, 0)); },
      key_of(after.value + 1));
}

void scan_tag_up(const ReadTxn& txn, std::string_view tag, Id after,
                 const std::function<bool(Id)>& visit) {
  scan_word_up(txn, Table::by_tag, tag, after, visit);
}

void scan_link_up(const ReadTxn& txn, std::string_view address, Id after,
                  const std::function<bool(Id)>& visit) {
  scan_word_up(txn, Table::by_link, address, after, visit);
}

void scan_replies(const ReadTxn& txn, Id post, Id after, const std::function<bool(Id)>& visit) {
  scan_ids_up(txn, Table::by_parent, {post, after}, visit);
}

void scan_thread(const ReadTxn& txn, Id context, Id after, const std::function<bool(Id)>& visit) {
  scan_ids_up(txn, Table::by_context, {context, after}, visit);
}

std::vector<Id> find_replies(const ReadTxn& txn, Id post, size_t most) {
  return column(txn, Table::by_parent, key_of(post), most);
}

std::vector<Id> find_thread(const ReadTxn& txn, Id context, size_t most) {
  return column(txn, Table::by_context, key_of(context), most);
}

size_t count_replies(const ReadTxn& txn, Id post) {
  return count_rows(txn, Table::by_parent, key_of(post), SIZE_MAX);
}

size_t count_thread(const ReadTxn& txn, Id context, size_t most) {
  return count_rows(txn, Table::by_context, key_of(context), most);
}

size_t count_entries(const ReadTxn& txn, Id author, size_t most) {
  if (const auto tally = find_tally(txn, author, Tallied::entries)) {
    return std::min<size_t>(*tally, most);
  }
  return count_rows(txn, Table::by_author, key_of(author), most);
}

Result<void> add_recipient(WriteTxn& txn, Id person, Id post) {
  return txn.put(Table::by_person, key_of(person, post), {});
}

bool is_recipient(const ReadTxn& txn, Id person, Id post) {
  return txn.has(Table::by_person, key_of(person, post));
}

}  // namespace hallway
