#include "server/api/pieces.h"

#include <algorithm>
#include <utility>

namespace hallway::api {
namespace {

constexpr size_t kBesides = 128;  // what keeping one costs besides its text

}  // namespace

bool Pieces::append(Kind kind, Id id, const Made& made, std::string& out) {
  const std::lock_guard lock(mutex_);
  auto* piece = find({kind, id});
  if (!piece || piece->made.stamp != made.stamp) return false;
  piece->made.commit = std::max(piece->made.commit, made.commit);
  out += piece->text;
  return true;
}

bool Pieces::append_as_of(Kind kind, Id id, uint64_t commit, uint64_t age, std::string& out) {
  const std::lock_guard lock(mutex_);
  const auto* piece = find({kind, id});
  if (!piece || piece->made.commit < commit || piece->made.age != age) return false;
  out += piece->text;
  return true;
}

void Pieces::keep(Kind kind, Id id, const Made& made, std::string_view text) {
  const std::lock_guard lock(mutex_);
  put({kind, id}, {made, std::string(text)});
}

Pieces::Piece* Pieces::find(const Name& name) {
  const auto found = young_.find(name);
  if (found != young_.end()) return &found->second;
  const auto older = old_.find(name);
  if (older == old_.end()) return nullptr;
  auto piece = std::move(older->second);
  old_bytes_ -= piece.text.size() + kBesides;
  old_.erase(older);
  put(name, std::move(piece));
  return &young_.at(name);
}

void Pieces::forget() {
  const std::lock_guard lock(mutex_);
  young_.clear();
  old_.clear();
  young_bytes_ = old_bytes_ = 0;
}

void Pieces::put(const Name& name, Piece piece) {
  const size_t size = piece.text.size() + kBesides;
  if (young_bytes_ + size > most_bytes_ / 2) {
    old_ = std::exchange(young_, {});
    old_bytes_ = std::exchange(young_bytes_, 0);
  }
  auto& place = young_[name];
  if (place.made.stamp != 0) young_bytes_ -= place.text.size() + kBesides;
  place = std::move(piece);
  young_bytes_ += size;
}

size_t Pieces::bytes() const {
  const std::lock_guard lock(mutex_);
  return young_bytes_ + old_bytes_;
}

}  // namespace hallway::api
