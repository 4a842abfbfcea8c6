#pragma once
// The demo: three nodes as processes of their own, people in them, and everything that flows
// between them told as it happens.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/child_node.h"
#include "server/demo_cast.h"
#include "storage/values/json.h"

namespace hallway::demo {

struct Settings {
  std::filesystem::path folder;    // empty: a temporary one, removed at the end
  std::vector<uint16_t> ports;     // one for each place
  std::optional<int64_t> seconds;  // how long people talk; absent: until Ctrl-C
};

class Stage {
 public:
  // Makes the nodes, starts them and moves people in. Errors: unavailable (a port that is taken: it
  // says which, and how to choose others), conflict (the folder is in use).
  static Result<std::unique_ptr<Stage>> set_up(Settings settings);
  ~Stage();  // stops the nodes; removes a temporary folder
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Addresses and one-time sign-in links.
  Result<void> print_programme();
  // Lets people talk and tells what flows, until the time is up, a signal says so, or a node ends
  // (an error). Who was written by somebody else through a browser is told, too.
  Result<void> perform();

 private:
  explicit Stage(Settings settings) : settings_(std::move(settings)) {}
  Result<void> check_ports() const;
  Result<void> make_folder();
  Result<void> make_nodes();
  Result<void> start_nodes();
  Result<void> introduce();
  Result<void> move_in();
  Result<void> skip_past();

  Result<Json> ask(size_t place, std::string_view command, const Json& arguments) const;
  [[nodiscard]] std::string domain_of(size_t place) const;
  [[nodiscard]] std::string handle_of(const Player& player) const;
  [[nodiscard]] std::string with_handles(std::string_view text) const;
  Result<void> play(const Line& line);
  void chat(uint64_t turn);
  Result<void> tell();
  void tell_entry(size_t place, const Json& entry);

  Settings settings_;
  std::filesystem::path folder_;
  bool temporary_ = false;
  bool fresh_ = true;  // false where the folder held a demo already
  std::vector<std::unique_ptr<ChildNode>> nodes_;
  std::vector<int64_t> told_;  // of each node's log, the last entry that was told
  std::map<std::string, std::string, std::less<>> written_;  // a line's name → the post's IRI
};

}  // namespace hallway::demo
