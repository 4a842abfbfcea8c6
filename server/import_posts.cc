#include "server/import_posts.h"

#include <map>

#include "server/draft.h"
#include "server/imported_author.h"
#include "server/node.h"
#include "server/people.h"
#include "storage/imported.h"

namespace hallway {
namespace {

// What is wrong with a post or its author, not with the store.
bool is_refusal(Code code) {
  return code == Code::invalid || code == Code::forbidden || code == Code::conflict ||
         code == Code::too_large || code == Code::gone;
}

// One run of the transaction.
class Importing {
 public:
  Importing(WriteTxn& txn, Node& node, std::optional<Label> label)
      : txn_(txn), node_(node), label_(label) {}

  Result<void> take(const ImportedPost& post) {
    const auto* author = TRY(author_named(post.author));
    if (!author) {
      ++outcome_.left_out;
      return {};
    }
    const auto digest = digest_of(post);
    if (find_imported(txn_, author->id, digest)) {
      ++outcome_.known;
      return {};
    }
    auto fresh = new_post(post, node_.home().at("tags/"));
    fresh.language = default_language(node_);
    fresh.label = label_;
    Local local{txn_, node_.home(), node_.random(), node_.keys(), node_.now(), *author};
    const auto published = TRY(publish(local, fresh));
    TRY(put_imported(txn_, author->id, digest, published.id));
    ++outcome_.made;
    return {};
  }

  Result<void> note() {
    if (outcome_.made == 0) return {};
    return note_deed(txn_, node_, "ImportPosts", node_.home().instance_actor().text(),
                     {{"posts", outcome_.made}, {"new_people", outcome_.people}});
  }

  [[nodiscard]] const ImportOutcome& outcome() const { return outcome_; }

 private:
  // Null where they were deleted here.
  Result<const Actor*> author_named(const std::string& name) {
    const auto known = authors_.find(name);
    if (known != authors_.end()) return known->second ? &*known->second : nullptr;
    auto found = TRY(find_or_add_author(txn_, node_, name));
    if (found && found->is_new) ++outcome_.people;
    auto& author = authors_[name];
    if (found) author = std::move(found->actor);
    return author ? &*author : nullptr;
  }

  WriteTxn& txn_;
  Node& node_;
  const std::optional<Label> label_;
  ImportOutcome outcome_;
  std::map<std::string, std::optional<Actor>> authors_;
};

}  // namespace

Result<ImportOutcome> import_posts(Node& node, std::span<const ImportedPost> posts,
                                   std::optional<Label> label) {
  size_t at = 0;
  auto done = node.writer().apply([&](WriteTxn& txn) -> Result<ImportOutcome> {
    Importing importing(txn, node, label);
    for (at = 0; at < posts.size(); ++at) TRY(importing.take(posts[at]));
    TRY(importing.note());
    return importing.outcome();
  });
  if (!done.ok() && at < posts.size() && is_refusal(done.error().code)) {
    return ImportOutcome{.refused = at, .why = done.error().what};
  }
  return done;
}

}  // namespace hallway
