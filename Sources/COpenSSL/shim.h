// SPDX-License-Identifier: Apache-2.0
#pragma once
// The calls that hash without asking for memory are called deprecated in favour of some that ask for it each time.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
