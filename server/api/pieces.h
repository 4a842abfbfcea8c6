#pragma once
// Parts of answers that stay the same from reader to reader, kept as text: writing them anew would
// be most of what a page of a timeline costs. A piece is known by what it is of and by a stamp of
// what it was made from, so that a change of either is never shown the old one.

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/values/id.h"

namespace hallway::api {

// Any thread. Bounded: what was not used for longest goes.
class Pieces {
 public:
  // `untouched`: that nobody did anything to a post (server/api/touches.h); without text.
  enum class Kind : uint8_t { account, status, boost, untouched };
  // What a piece was made from, and when it was last seen to be right: at which commit of the
  // store, and how late it was.
  struct Made {
    uint64_t stamp = 0, commit = 0, age = 0;
  };

  explicit Pieces(size_t most_bytes = 16 * 1024 * 1024) : most_bytes_(most_bytes) {}

  // Appends the piece of that stamp to `out`; from now on it was seen to be right then. False where
  // there is none.
  bool append(Kind kind, Id id, const Made& made, std::string& out);
  // Appends the piece that was seen to be right at that age, and at that commit or a later one.
  bool append_as_of(Kind kind, Id id, uint64_t commit, uint64_t age, std::string& out);
  // Replaces one of another stamp.
  void keep(Kind kind, Id id, const Made& made, std::string_view text);

  // All of them: something was changed of which no stamp tells.
  void forget();

  [[nodiscard]] size_t bytes() const;

 private:
  struct Name {
    Kind kind;
    Id id;
    bool operator==(const Name&) const = default;
  };
  struct HashName {
    size_t operator()(const Name& name) const {
      return std::hash<uint64_t>{}(name.id.value * 4 + static_cast<uint64_t>(name.kind));
    }
  };
  struct Piece {
    Made made;
    std::string text;
  };
  using Generation = std::unordered_map<Name, Piece, HashName>;
  Piece* find(const Name& name);  // among the young from now on
  void put(const Name& name, Piece piece);

  const size_t most_bytes_;
  mutable std::mutex mutex_;
  // What is used comes into the young generation; when that is half of all, the old one goes.
  Generation young_, old_;
  size_t young_bytes_ = 0, old_bytes_ = 0;
};

}  // namespace hallway::api
