#!/usr/bin/env node
import '../../../dist/server/gotrs.mjs'
