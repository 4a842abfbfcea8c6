#pragma once
// Who plays in the demo: three organizations, their people, and what they say to each other.

#include <span>
#include <string_view>

namespace hallway::demo {

struct Place {
  std::string_view key;  // "engineering": folder, and first part of the domain
  std::string_view name;
  std::string_view description;
};
inline constexpr size_t kPlaces = 3;  // two sibling departments and a partner, in this order
std::span<const Place> places();

struct Player {
  std::string_view key;  // account name, the same nowhere else in the demo
  size_t place;          // index in places(); the first of a place is its administrator
  std::string_view name;
  std::string_view bio;
  std::string_view skills;  // by commas
};
std::span<const Player> cast();
const Player* find_player(std::string_view key);

enum class Deed { follow, post, answer, like, boost };

// One thing that somebody does. In `text`, "{lena}" stands for Lena's handle.
struct Line {
  Deed deed;
  std::string_view who;
  std::string_view
      what;  // follow: whom; post, answer: a name for what is written; like, boost: of what
  std::string_view text = {};
  std::string_view to = {};       // answer: the name of what is answered
  std::string_view picture = {};  // a name that draw_picture knows
  std::string_view alt = {};
  std::string_view label = {};  // how far it may flow, where that is not the default
};
// At the beginning, one at once after the other.
std::span<const Line> opening();
// Then, with pauses as people make them.
std::span<const Line> talk();

}  // namespace hallway::demo
