// libzip, which reads and writes workbooks.
#include <zip.h>
