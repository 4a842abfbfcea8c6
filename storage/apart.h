#pragma once
// Work in a process of its own, for what may end a process: LMDB reads the store's file as memory,
// so a damaged page can mean SIGBUS, SIGSEGV or a failed assertion instead of an error.

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

// Runs `work` in a child, with the end of a pipe to write to, and hands what it writes to `take`,
// in pieces as they come. The child has its own copy of everything and must open by itself what it
// uses; nothing that it changes comes back. It ends with us. Not for a process whose other threads
// hold locks that `work` needs.
//
// Errors: what `work` or `take` returned (after the latter the child is ended); corrupt where a
// signal ended the child, naming it; unavailable where there can be no child.
Result<void> run_apart(const std::function<Result<void>(int out)>& work,
                       const std::function<Result<void>(std::string_view)>& take);

// Several such, `at_once` at the same time, each in a child of its own. They begin in their order;
// `take` is called here, by one at a time. What became of each, in the same order: one that fails
// harms none of the others.
struct ApartWork {
  std::function<Result<void>(int out)> work;
  std::function<Result<void>(std::string_view)> take;
};
std::vector<Result<void>> run_each_apart(std::span<const ApartWork> works, size_t at_once);

// How many of them the machine can do at the same time: its processors that we may use.
size_t processors();

// All of `bytes`, or an error: full on a full disk, else unavailable.
Result<void> write_all(int file, std::string_view bytes);

}  // namespace hallway
