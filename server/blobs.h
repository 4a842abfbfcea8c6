#pragma once
// Where the files lie that this node's people bring: in a folder (server/folder_blobs.h) or in
// storage that speaks S3 (server/bucket_blobs.h), by their names (server/media_name.h). All
// functions are for any thread; those of a bucket wait for the network.
//
// Errors of all: unavailable (it cannot be reached, or refuses), full (no room in it), limited (too
// many wait for it). Nothing is half kept: a name is there with all of its bytes, or it is not.

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "server/body.h"

namespace hallway {

struct Blob {
  std::string name;
  uint64_t bytes = 0;
};

class Blobs {
 public:
  Blobs() = default;
  virtual ~Blobs() = default;
  Blobs(const Blobs&) = delete;
  Blobs& operator=(const Blobs&) = delete;

  // Keeps what is in `made`, on the node's own disk, which may be moved away. Where it is there
  // already it is as if it had come now. `name` says what is in it.
  virtual Result<void> put(const std::filesystem::path& made, const std::string& name) = 0;
  // Fails with not_found.
  virtual Result<uint64_t> size_of(const std::string& name) = 0;
  // `length` bytes of it from `first` on; both within it. Fails with not_found.
  virtual Result<std::shared_ptr<Body>> open(const std::string& name, uint64_t first,
                                             uint64_t length) = 0;
  // All of them, in any order; what has no name of ours is not told.
  virtual Result<void> list(const std::function<void(const Blob&)>& visit) = 0;
  // Removes those that are not `carried` and came more than an hour ago. False: something is to be
  // looked at again. One thread.
  virtual bool sweep(const std::set<std::string>& carried) = 0;
};

// Of the names of files in `wanted` those that are not there, in order; no other names.
Result<std::vector<std::string>> find_missing(Blobs& blobs, const std::set<std::string>& wanted);
// What is not what its name says, in order. Reads all of them.
Result<std::vector<std::string>> find_damaged(Blobs& blobs);

}  // namespace hallway
