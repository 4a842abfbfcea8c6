#pragma once
// A map from text that never holds more than it may: what was added first goes first. For memory
// that strangers fill. Not safe from several threads.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace hallway {

template <class Value>
class BoundedMap {
 public:
  explicit BoundedMap(size_t most) : most_(most) {}

  // Valid until the next put or erase.
  Value* find(const std::string& key) {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  // A key that is known keeps its age.
  Value& put(const std::string& key, Value value) {
    const auto [place, fresh] = values_.insert_or_assign(key, std::move(value));
    if (!fresh) return place->second;
    // Keys of an unordered_map stay where they are until they are erased.
    order_.push_back(&place->first);
    if (order_.size() > most_) {
      values_.erase(values_.find(*order_.front()));
      order_.pop_front();
    }
    return place->second;
  }
  // What was added first, which is in the map no more.
  std::optional<std::pair<std::string, Value>> pop() {
    if (order_.empty()) return std::nullopt;
    auto node = values_.extract(*order_.front());
    order_.pop_front();
    return std::pair(std::move(node.key()), std::move(node.mapped()));
  }
  [[nodiscard]] size_t size() const { return values_.size(); }

 private:
  size_t most_;
  std::unordered_map<std::string, Value> values_;
  std::deque<const std::string*> order_;
};

}  // namespace hallway
