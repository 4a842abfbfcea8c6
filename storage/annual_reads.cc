#include "storage/annual_reads.h"

#include <chrono>

namespace hallway {
namespace {

using std::chrono::January;

}  // namespace

uint64_t year_of(Time at) {
  const auto day = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(at.ms)));
  const auto year = static_cast<int>(std::chrono::year_month_day(day).year());
  return static_cast<uint64_t>(year < 0 ? 0 : year);
}

Time begin_of_year(uint64_t year) {
  const auto day = std::chrono::sys_days(std::chrono::year(static_cast<int>(year)) / January / 1);
  return {std::chrono::milliseconds(day.time_since_epoch()).count()};
}

Result<void> mark_year_read(WriteTxn& txn, Id person, uint64_t year, Time now) {
  return txn.put(Table::annual_reads, key_of(person, year),
                 view(value_of(static_cast<uint64_t>(now.ms))));
}

bool is_year_read(const ReadTxn& txn, Id person, uint64_t year, Time now) {
  const auto value = txn.get(Table::annual_reads, key_of(person, year));
  if (!value) return false;
  const Time read{static_cast<int64_t>(number_at(*value, 0))}, over = begin_of_year(year + 1);
  return read >= over || now < over;
}

}  // namespace hallway
