#pragma once
// A real store in a folder of its own, for tests: opens in a millisecond and is gone afterwards.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/writer.h"

namespace hallway::test {

// A new folder that is removed with all it holds. In memory where there is such a place: what these
// tests promise does not hang on a disk, and each durable commit on one takes milliseconds.
class TempDir {
 public:
  // Within `base`, where one is given. Ends the program where that cannot be: a test that went on
  // would work in the folder it was started in.
  explicit TempDir(std::filesystem::path base = {}) {
    const std::filesystem::path memory = "/dev/shm";
    std::error_code ec;
    if (base.empty()) {
      base = std::filesystem::is_directory(memory, ec) ? memory
                                                       : std::filesystem::temp_directory_path();
    }
    auto name = (base / "hallway-XXXXXX").string();
    if (!::mkdtemp(name.data())) {
      std::perror(name.c_str());
      std::abort();
    }
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// An address in a test is right by construction; one that is not gives the empty Iri.
inline Iri iri(std::string_view text) { return Iri::parse(text).value_or(Iri()); }
inline Domain domain(std::string_view text) { return Domain::parse(text).value_or(Domain()); }

class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    auto opened = Store::open(dir_.path());
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    store_ = std::move(*opened);
    writer_ = std::make_unique<Writer>(*store_);
  }
  void close() {
    writer_.reset();
    store_.reset();
  }
  void reopen() {
    close();
    open();
  }

  // Runs the change, which must succeed, and gives back its value.
  template <class Change>
  auto write(Change&& change) {
    auto outcome = writer_->apply(std::forward<Change>(change));
    EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? std::string() : outcome.error().what);
    return std::move(outcome).value();
  }
  [[nodiscard]] ReadTxn read() const { return store_->read().value(); }

  TempDir dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace hallway::test
