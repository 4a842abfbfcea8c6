#pragma once
// What storage that speaks S3 answers in XML. Pure.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

struct S3Entry {
  std::string name;
  uint64_t bytes = 0;
  Time changed;
};
struct S3Page {
  std::vector<S3Entry> entries;
  std::string next;  // empty: there is no more
};

// A ListBucketResult (version 2), with keys as they are. Errors: unavailable (it is none).
Result<S3Page> parse_s3_page(std::string_view xml);

// "SignatureDoesNotMatch", of an Error; empty where it says none.
std::string s3_error_code(std::string_view xml);

}  // namespace hallway
