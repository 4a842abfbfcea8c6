#pragma once
// How commands reach a node that runs: DIR/control.sock, a stream socket that only its owner may
// open (mode 0600, in a folder of mode 0700). A request is one line of JSON, so is its answer:
//   {"command": "account add", "arguments": {...}}
//   {"result": {...}}  or  {"error": {"code": "conflict", "what": "..."}}
// Arguments may hold passwords and answers tokens: neither is ever logged.

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "storage/values/json.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class ControlSocket {
 public:
  // Does a command; on one of a few threads of the socket's own.
  using Perform = std::function<Result<Json>(std::string_view command, const Json& arguments)>;

  // Replaces a stale socket: only who has the store's lock may call this. Errors: unavailable.
  static Result<std::unique_ptr<ControlSocket>> start(const std::filesystem::path& dir,
                                                      Perform perform);
  // Takes no more commands, finishes and answers those that run, removes the socket.
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  ControlSocket(std::filesystem::path path, int listening, int stopping, Perform perform);
  void serve();
  void talk(int connection);
  std::string answer_line(std::string_view line) const;

  std::filesystem::path path_;
  int listening_, stopping_;  // the latter becomes readable when all shall end
  Perform perform_;
  std::array<std::jthread, 4> threads_;
};

// What the node that runs in `dir` answers; nothing, where none runs. Waits for it as long as it
// takes, or for `patience`. Errors: what it answered; unavailable (it went away before answering,
// or does not answer).
Result<std::optional<Json>> ask_running_node(const std::filesystem::path& dir,
                                             std::string_view command, const Json& arguments,
                                             std::optional<Duration> patience = std::nullopt);

// The same, but waits a few seconds for a node that has its store and not yet its socket.
Result<std::optional<Json>> ask_starting_node(const std::filesystem::path& dir,
                                              std::string_view command, const Json& arguments);

}  // namespace hallway
