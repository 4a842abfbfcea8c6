#pragma once
// A node's store with very many posts, stored by the functions that the product stores them with:
// what others wrote by the inbox's, what people here wrote by theirs. They are spread over the last
// year.

#include <string>
#include <vector>

#include "federation/home.h"
#include "federation/keys.h"
#include "storage/actors.h"
#include "storage/values/json.h"
#include "storage/values/random.h"
#include "storage/writer.h"

namespace hallway::bench {

class ManyPosts {
 public:
  static constexpr size_t kAuthors = 2'000, kHosts = 200, kFollowed = 200;

  // `readers` have accounts already; each follows 200 authors of their own. `most` posts are to be
  // spread. Ends the process where the store does not take something.
  ManyPosts(Writer& writer, const Home& home, const std::vector<Iri>& readers, size_t most);

  // One more post or what comes with it (a boost, a like), until there are `count` posts.
  void add_until(size_t count);
  // Keeps house once, as the node has done each minute of that year.
  void age();

 private:
  void add_people(const std::vector<Iri>& readers);
  Result<void> add_author(WriteTxn& txn, size_t n);
  Result<void> follow(WriteTxn& txn, const Actor& reader, size_t first);
  Result<void> add_post(WriteTxn& txn);
  Result<void> add_note(WriteTxn& txn, const Actor& author, Time at);
  Result<void> add_local(WriteTxn& txn, Time at);
  Result<void> add_act(WriteTxn& txn, const Actor& actor, Time at, const char* type);
  Result<void> receive(WriteTxn& txn, const Actor& actor, Time at, const Json& activity);
  Json note_json(const Actor& author, Time at, const Iri& id);
  [[nodiscard]] uint64_t any(uint64_t below) { return random_.u64() % below; }
  // One of the last thousand.
  [[nodiscard]] const Iri& recent() { return recent_[any(recent_.size())]; }
  void remember(Iri post);

  Writer& writer_;
  const Home& home_;
  const size_t most_;
  const Time now_;
  SeededRandom random_{1};
  LocalKeys keys_;
  std::vector<Actor> authors_, readers_;
  std::vector<Iri> recent_;
  size_t posts_ = 0, acts_ = 0;
};

}  // namespace hallway::bench
