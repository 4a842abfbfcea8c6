#include "server/bucket_blobs.h"

#include <algorithm>

#include "server/log.h"
#include "server/media_name.h"

namespace hallway {
namespace {

constexpr uint64_t kReadAhead = 512 * 1024;
constexpr size_t kMostSizes = 20'000;
constexpr int kMostWaiting = 12;  // of the threads that answer requests
constexpr Duration kFresh = hours(1);

// Whoever runs the node reads what is wrong; others, that something is.
template <class T>
Result<T> noted(Result<T> outcome) {
  if (outcome.ok() || outcome.error().code != Code::unavailable) return outcome;
  log::warn("storage.failed", outcome.error());
  return fail(Code::unavailable, "the storage for files cannot be reached at the moment");
}

class BucketBody final : public Body {
 public:
  BucketBody(std::shared_ptr<const S3> s3, std::string name, uint64_t first, uint64_t length)
      : s3_(std::move(s3)),
        name_(std::move(name)),
        at_(first),
        end_(first + length),
        size_(length) {}

  [[nodiscard]] uint64_t size() const override { return size_; }

  Result<void> read_ahead() {
    ahead_ = TRY(s3_->read(name_, at_, std::min(end_ - at_, kReadAhead)));
    at_ += ahead_.size();
    taken_ = 0;
    return {};
  }

  Result<std::string> read() override {
    if (taken_ == ahead_.size() && at_ < end_) TRY(noted(read_ahead()));
    auto piece = ahead_.substr(taken_, kMostInAPiece);
    taken_ += piece.size();
    if (taken_ == ahead_.size()) {
      std::string().swap(ahead_);
      taken_ = 0;
    }
    return piece;
  }

 private:
  const std::shared_ptr<const S3> s3_;
  const std::string name_;
  std::string ahead_;
  size_t taken_ = 0;  // of `ahead_`
  uint64_t at_;
  const uint64_t end_, size_;
};

}  // namespace

// One of those who may wait for the storage at the same time: where it hangs, the node has threads
// for everything else.
class BucketBlobs::Place {
 public:
  explicit Place(BucketBlobs& blobs) : blobs_(blobs) {
    std::lock_guard lock(blobs_.mutex_);
    granted_ = blobs_.waiting_ < kMostWaiting;
    if (granted_) ++blobs_.waiting_;
  }
  Place(const Place&) = delete;
  ~Place() {
    std::lock_guard lock(blobs_.mutex_);
    if (granted_) --blobs_.waiting_;
  }
  [[nodiscard]] Result<void> check() const {
    if (granted_) return {};
    return fail(Code::limited, "too many files are being read; try again in a moment");
  }

 private:
  BucketBlobs& blobs_;
  bool granted_ = false;
};

Result<void> BucketBlobs::put(const std::filesystem::path& made, const std::string& name) {
  {
    std::unique_lock lock(mutex_);
    erased_.wait(lock, [&] { return !erasing_.contains(name); });
    kept_[name] = clock_.now();
  }
  return noted(s3_->put(name, {made, std::string(digest_in(name)), media_type_of_name(name)}));
}

Result<uint64_t> BucketBlobs::ask_for_size(const std::string& name) {
  {
    std::lock_guard lock(mutex_);
    if (const auto known = sizes_.find(name); known != sizes_.end()) return known->second;
  }
  const Place place(*this);
  TRY(place.check());
  const auto size = TRY(noted(s3_->size_of(name)));
  std::lock_guard lock(mutex_);
  if (sizes_.size() >= kMostSizes) sizes_.clear();
  sizes_[name] = size;
  return size;
}

Result<uint64_t> BucketBlobs::size_of(const std::string& name) {
  auto here = folder_.size_of(name);
  return here.ok() ? here : ask_for_size(name);
}

Result<std::shared_ptr<Body>> BucketBlobs::open(const std::string& name, uint64_t first,
                                                uint64_t length) {
  auto here = folder_.open(name, first, length);
  if (here.ok() || here.error().code != Code::not_found) return here;
  const Place place(*this);
  TRY(place.check());
  auto body = std::make_shared<BucketBody>(s3_, name, first, length);
  const auto begun = noted(body->read_ahead());
  if (begun.ok()) return std::shared_ptr<Body>(std::move(body));
  std::lock_guard lock(mutex_);
  sizes_.erase(name);
  return begun.error();
}

Result<void> BucketBlobs::list(const std::function<void(const Blob&)>& visit) {
  std::set<std::string> here;
  TRY(folder_.list([&](const Blob& blob) {
    here.insert(blob.name);
    visit(blob);
  }));
  std::string from;
  do {
    const auto page = TRY(noted(s3_->list(from)));
    for (const auto& entry : page.entries) {
      if (media_type_of_name(entry.name).empty() || here.contains(entry.name)) continue;
      visit({entry.name, entry.bytes});
    }
    from = page.next;
  } while (!from.empty());
  return {};
}

bool BucketBlobs::begin_erasing(const std::string& name, Time changed) {
  const auto now = clock_.now();
  std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const auto& one) { return now - one.second >= kFresh; });
  if (now - changed < kFresh || kept_.contains(name)) return false;
  erasing_.insert(name);
  sizes_.erase(name);
  return true;
}

void BucketBlobs::end_erasing(const std::string& name) {
  {
    std::lock_guard lock(mutex_);
    erasing_.erase(name);
  }
  erased_.notify_all();
}

bool BucketBlobs::sweep_page(const S3Page& page, const std::set<std::string>& carried) {
  bool all = true;
  for (const auto& entry : page.entries) {
    if (media_type_of_name(entry.name).empty() || carried.contains(entry.name)) continue;
    if (!begin_erasing(entry.name, entry.changed)) {
      all = false;
      continue;
    }
    const auto erased = noted(s3_->erase(entry.name));
    end_erasing(entry.name);
    if (!erased.ok()) return false;
  }
  return all;
}

bool BucketBlobs::sweep(const std::set<std::string>& carried) {
  bool all = folder_.sweep(carried);
  std::string from;
  do {
    const auto page = noted(s3_->list(from));
    if (!page.ok()) return false;
    all = sweep_page(*page, carried) && all;
    from = page->next;
  } while (!from.empty());
  return all;
}

}  // namespace hallway
