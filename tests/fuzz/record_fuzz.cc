// Records as a damaged disk may hold them: refused or read whole, and written back to the same.

#include "storage/record.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

template <class Record>
void read(std::string_view bytes) {
  const auto native = decode_record<Record>(bytes);
  if (!native.ok()) return;
  const std::string written = encode_record<Record>(native.value());
  const auto again = decode_record<Record>(written);
  hold(again.ok(), "what was written can be read");
  hold(encode_record<Record>(again.value()) == written, "it is the same record");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(fuzz::text(data, size));  // of its own, so that it is aligned
  read<record::Actor>(bytes);
  read<record::Post>(bytes);
  read<record::Follow>(bytes);
  read<record::Delivery>(bytes);
  read<record::Peer>(bytes);
  read<record::Account>(bytes);
  read<record::Token>(bytes);
  read<record::LogEntry>(bytes);
  return 0;
}
