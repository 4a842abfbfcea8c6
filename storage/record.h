#pragma once
// FlatBuffers records to and from bytes. Included by the nouns' sources only: headers of storage
// speak in plain structs.

#include <flatbuffers/flatbuffers.h>

#include <functional>
#include <string>
#include <string_view>

#include "storage/schema_generated.h"
#include "storage/values/iri.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

// Empty. Kept from record to record, since its buffer has then grown to what records need.
inline flatbuffers::FlatBufferBuilder& record_builder() {
  thread_local flatbuffers::FlatBufferBuilder builder(4096);
  builder.Clear();
  return builder;
}

// Another as soon as anything in a record is; never 0.
inline uint64_t stamp_of(std::string_view bytes) {
  return std::hash<std::string_view>{}(bytes) | 1;
}

inline std::string bytes_of(const flatbuffers::FlatBufferBuilder& builder) {
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

// `Record` is the FlatBuffers type (record::Actor); the native form is Record::NativeTableType.
template <class Record>
std::string encode_record(const typename Record::NativeTableType& native) {
  auto& builder = record_builder();
  builder.Finish(Record::Pack(builder, &native));
  return bytes_of(builder);
}

// The verifier looks at where a vector's length lies, not at its elements, which may need to lie at
// multiples of 8. Of all records only these have such.
inline bool is_aligned(const flatbuffers::Vector<uint64_t>* numbers) {
  return !numbers || reinterpret_cast<uintptr_t>(numbers->Data()) % alignof(uint64_t) == 0;
}
template <class Record>
bool has_aligned_numbers(const Record&) {
  return true;
}
inline bool has_aligned_numbers(const record::Post& post) { return is_aligned(post.earlier()); }
inline bool has_aligned_numbers(const record::Fetch& fetch) {
  return is_aligned(fetch.also_waiting());
}
inline bool has_aligned_numbers(const record::Delivery& delivery) {
  return is_aligned(delivery.things());
}
inline bool has_aligned_numbers(const record::Report& report) { return is_aligned(report.posts()); }

// A view that needs no decoding; dies with the transaction. Errors: corrupt.
template <class Record>
Result<const Record*> view_record(std::string_view bytes) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(data, bytes.size());
  if (!verifier.VerifyBuffer<Record>()) return fail(Code::corrupt, "a record cannot be read");
  const auto* record = flatbuffers::GetRoot<Record>(data);
  if (!has_aligned_numbers(*record)) return fail(Code::corrupt, "a record is not aligned");
  return record;
}

// The same for a look at some flags (Record::VT_...) of one that holds much else: only these are
// checked, and nothing else of it may be read. Null where they cannot be.
template <class Record>
const Record* view_flags(std::string_view bytes,
                         std::initializer_list<flatbuffers::voffset_t> flags) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(data, bytes.size());
  if (verifier.VerifyOffset(0) == 0) return nullptr;
  const auto* table = flatbuffers::GetRoot<flatbuffers::Table>(data);
  if (!table->VerifyTableStart(verifier)) return nullptr;
  for (const auto flag : flags) {
    if (!table->VerifyField<uint8_t>(verifier, flag, alignof(uint8_t))) return nullptr;
  }
  return flatbuffers::GetRoot<Record>(data);
}

template <class Record>
Result<typename Record::NativeTableType> decode_record(std::string_view bytes) {
  const auto* view = TRY(view_record<Record>(bytes));
  typename Record::NativeTableType native;
  view->UnPackTo(&native);
  return native;
}

// Of a text in such a view, and as long-lived. One that is not there is empty.
inline std::string_view text_of(const flatbuffers::String* text) {
  return text ? text->string_view() : std::string_view();
}

// What was once an Iri is one still; an empty text is the empty Iri.
inline Iri iri_from_record(std::string_view text) {
  return text.empty() ? Iri() : Iri::parse(text).value_or(Iri());
}

inline std::vector<uint8_t> bytes_for_record(std::string_view bytes) {
  return {bytes.begin(), bytes.end()};
}
inline std::string bytes_from_record(const std::vector<uint8_t>& bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace hallway
