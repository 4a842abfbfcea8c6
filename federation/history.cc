#include "federation/history.h"

#include <algorithm>

#include "federation/note.h"
#include "storage/log.h"
#include "storage/replace_document.h"

namespace hallway {
namespace {

// The object that a logged document carries, or is.
const Json& object_of(const Json& document) {
  const auto* object = find_member(document, "object");
  return object && object->is_object() ? *object : document;
}

std::optional<Version> version_at(const ReadTxn& txn, const Post& present, const Actor& author,
                                  uint64_t seq) {
  const auto entry = find_log(txn, seq);
  const auto document = parse_json(find_payload(txn, seq).value_or(""));
  if (!entry || !document) return std::nullopt;
  auto read = parse_note(object_of(*document), author.followers.text());
  if (!read.ok() || !(read->post.iri == present.iri)) return std::nullopt;
  auto& post = read->post;
  post.id = present.id;
  post.author = present.author;
  post.label = present.label;
  post.local = present.local;
  post.published = present.published;
  post.approval = present.approval;
  const Time at = post.updated.ms ? post.updated : entry->at;
  return Version{std::move(post), at};
}

bool says_the_same(const Post& a, const Post& b) {
  const auto same_options = [&] {
    if (a.poll.has_value() != b.poll.has_value()) return false;
    return !a.poll || std::ranges::equal(a.poll->options, b.poll->options, {}, &PollOption::title,
                                         &PollOption::title);
  };
  return a.content == b.content && a.title == b.title && a.summary == b.summary &&
         a.sensitive == b.sensitive && same_options() &&
         std::ranges::equal(a.attachments, b.attachments, {}, &Attachment::url, &Attachment::url);
}

// Does its document tell anew what the one before says, rather than begin a version?
bool was_told_anew(const ReadTxn& txn, const Post& post) {
  const auto author = find_actor(txn, post.author);
  if (!author || post.earlier.empty()) return false;
  const auto first = version_at(txn, post, *author, post.earlier.back());
  const auto last = version_at(txn, post, *author, post.document);
  return first && last && first->post.updated == last->post.updated &&
         says_the_same(first->post, last->post);
}

}  // namespace

Result<void> keep_told_anew(WriteTxn& txn, Post post, uint64_t seq) {
  const auto stored = find_post(txn, post.id);
  if (stored && was_told_anew(txn, *stored)) TRY(replace_document(txn, post.id, seq));
  post.document = seq;
  return update_post(txn, post);
}

std::vector<Version> versions_of(const ReadTxn& txn, const Home& home, const Post& post,
                                 const Destination& viewer, size_t most) {
  std::vector<Version> versions;
  const auto author = find_actor(txn, post.author);
  if (!author || post.gone) return versions;
  const auto add = [&](Version version) {
    if (!versions.empty() && says_the_same(versions.back().post, version.post)) return;
    if (!may_flow(txn, home, version.post, viewer)) return;
    versions.push_back(std::move(version));
  };
  const size_t skipped = post.earlier.size() > most ? post.earlier.size() - most : 0;
  for (size_t i = skipped; i < post.earlier.size(); ++i) {
    auto version = version_at(txn, post, *author, post.earlier[i]);
    if (!version) continue;
    if (i == 0 && !version->post.updated.ms) version->at = post.published;
    add(std::move(*version));
  }
  add({post, post.updated.ms ? post.updated : post.published});
  return versions;
}

}  // namespace hallway
