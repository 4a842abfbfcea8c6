#pragma once
// Files in a bucket of storage that speaks S3. What lay in the folder before the node was given a
// bucket is read from there until `hallway media move` has moved it.

#include <condition_variable>
#include <map>
#include <mutex>

#include "server/folder_blobs.h"
#include "server/s3.h"
#include "storage/values/time.h"

namespace hallway {

class BucketBlobs final : public Blobs {
 public:
  // `clock` outlives it.
  BucketBlobs(std::shared_ptr<const S3> s3, std::filesystem::path folder, const Clock& clock)
      : s3_(std::move(s3)), folder_(std::move(folder)), clock_(clock) {}

  // Sends `made`, which stays.
  Result<void> put(const std::filesystem::path& made, const std::string& name) override;
  Result<uint64_t> size_of(const std::string& name) override;
  // What is read ahead is here when this returns; the rest is asked for piece by piece, so that a
  // slow reader holds no connection to the storage.
  Result<std::shared_ptr<Body>> open(const std::string& name, uint64_t first,
                                     uint64_t length) override;
  Result<void> list(const std::function<void(const Blob&)>& visit) override;
  bool sweep(const std::set<std::string>& carried) override;

 private:
  class Place;
  Result<uint64_t> ask_for_size(const std::string& name);
  // False where somebody keeps it in this moment, or has within the hour.
  bool begin_erasing(const std::string& name, Time changed);
  void end_erasing(const std::string& name);
  bool sweep_page(const S3Page& page, const std::set<std::string>& carried);

  const std::shared_ptr<const S3> s3_;
  FolderBlobs folder_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable erased_;
  std::set<std::string> erasing_;
  std::map<std::string, Time> kept_;       // when, of those of the last hour
  std::map<std::string, uint64_t> sizes_;  // as far as they are known: a name never means others
  int waiting_ = 0;                        // who ask for a part of a file
};

}  // namespace hallway
