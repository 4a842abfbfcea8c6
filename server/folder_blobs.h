#pragma once
// Files in a folder of the node's own disk.

#include "server/blobs.h"

namespace hallway {

class FolderBlobs final : public Blobs {
 public:
  // The folder need not be there.
  explicit FolderBlobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // `made` is on the same disk, and is moved.
  Result<void> put(const std::filesystem::path& made, const std::string& name) override;
  Result<uint64_t> size_of(const std::string& name) override;
  Result<std::shared_ptr<Body>> open(const std::string& name, uint64_t first,
                                     uint64_t length) override;
  Result<void> list(const std::function<void(const Blob&)>& visit) override;
  bool sweep(const std::set<std::string>& carried) override;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  const std::filesystem::path folder_;
};

}  // namespace hallway
