#pragma once
// `hallway serve` as a child process, for the demo.

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

class ChildNode {
 public:
  // Starts this program again, to serve `dir`; what it says goes to DIR/log. `variables`
  // ("NAME=value") are added to its environment. It ends when we do, however we end. Returns when
  // it takes commands. Errors: unavailable (with the last line it said).
  static Result<std::unique_ptr<ChildNode>> start(const std::filesystem::path& dir,
                                                  const std::vector<std::string>& variables);
  // Asks it to stop and waits; after half a minute it is killed.
  ~ChildNode();
  ChildNode(const ChildNode&) = delete;
  ChildNode& operator=(const ChildNode&) = delete;

  // Asks it to stop, without waiting.
  void stop();
  // False once it has ended.
  bool runs();
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }

 private:
  ChildNode(std::filesystem::path dir, pid_t pid) : dir_(std::move(dir)), pid_(pid) {}
  Result<void> wait_until_ready();

  std::filesystem::path dir_;
  pid_t pid_;
};

}  // namespace hallway
