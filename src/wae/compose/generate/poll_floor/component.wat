;; The floor under wasi:io/poll of WASI 0.2, where `poll` and `pollable.block` are asynchronous: who
;; waits by them is suspended, and others go on.
;;
;; A task that waits yields. In each round one of them, the leader, which is the first in a list, lets
;; the thread rest by `poll` of all that any task waits for, a millisecond at most, for others may
;; yield, too (see ../floorcode.py). Then it tells each task whether there is something for it.
;;
;; Memory: a block has a power of two of bytes, 16 at least; the first 128 bytes are for lists of those
;; that nobody uses, by the power. A task has a block of 32 bytes:
;;   0 the next task; 4 the one before; 8 handles of pollables, and 12 how many; 16 is something
;;   ready; 20 is it `block`
(component
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "[method]pollable.ready"
      (func (param "self" (borrow $pollable)) (result bool)))
    (export "poll" (func (param "in" (list (borrow $pollable))) (result (list u32))))))
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (alias outer 1 $pollable (type $same))
    (export "pollable" (type $pollable (eq $same)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $pollable))))))
  (alias export $poll "[method]pollable.ready" (func $ready))
  (alias export $poll "poll" (func $poll))
  (alias export $clock "subscribe-duration" (func $after))

  (core module $memory
    (memory (export "memory") 1)
    (global $end (mut i32) (i32.const 128))
    ;; The list of blocks with room for `size` bytes, 4 times their power of two.
    (func $list (param $size i32) (result i32)
      (if (i32.lt_u (local.get $size) (i32.const 16)) (then (local.set $size (i32.const 16))))
      (i32.shl
        (i32.sub (i32.const 32) (i32.clz (i32.sub (local.get $size) (i32.const 1))))
        (i32.const 2)))
    (func $take (export "take") (param $size i32) (result i32) (local $list i32) (local $block i32)
      (local.set $list (call $list (local.get $size)))
      (local.set $block (i32.load (local.get $list)))
      (if (local.get $block) (then
        (i32.store (local.get $list) (i32.load (local.get $block)))
        (return (local.get $block))))
      (local.set $block (global.get $end))
      (global.set $end (i32.add (local.get $block)
        (i32.shl (i32.const 1) (i32.shr_u (local.get $list) (i32.const 2)))))
      (if (i32.gt_u (global.get $end) (i32.shl (memory.size) (i32.const 16))) (then
        (if (i32.eq (i32.const -1) (memory.grow (i32.shr_u (i32.add (i32.const 65535)
              (i32.sub (global.get $end) (i32.shl (memory.size) (i32.const 16)))) (i32.const 16))))
          (then unreachable))))
      (local.get $block))
    (func (export "give") (param $block i32) (param $size i32) (local $list i32)
      (local.set $list (call $list (local.get $size)))
      (i32.store (local.get $block) (i32.load (local.get $list)))
      (i32.store (local.get $list) (local.get $block)))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (call $take (local.get 3))))
  (core instance $memory (instantiate $memory))
  (alias core export $memory "memory" (core memory $memory))
  (alias core export $memory "realloc" (core func $realloc))
  (core func $ready (canon lower (func $ready)))
  (core func $poll (canon lower (func $poll) (memory $memory) (realloc $realloc)))
  (core func $after (canon lower (func $after)))
  (core func $drop (canon resource.drop $pollable))
  (core func $get (canon context.get i32 0))
  (core func $set (canon context.set i32 0))
  (core func $return (canon task.return (result (list u32)) (memory $memory)))
  (core func $done (canon task.return))

  (core module $code
    (import "" "memory" (memory 1))
    (import "" "take" (func $take (param i32) (result i32)))
    (import "" "give" (func $give (param i32 i32)))
    (import "" "ready" (func $ready (param i32) (result i32)))
    (import "" "poll" (func $poll (param i32 i32 i32)))
    (import "" "after" (func $after (param i64) (result i32)))
    (import "" "drop" (func $drop (param i32)))
    (import "" "get" (func $get (result i32)))
    (import "" "set" (func $set (param i32)))
    (import "" "return" (func $return (param i32 i32)))
    (import "" "done" (func $done))
    (global $first (mut i32) (i32.const 0)) ;; of the tasks, the leader
    (global $last (mut i32) (i32.const 0))
    (global $waited-for (mut i32) (i32.const 0)) ;; how many pollables all tasks have

    (func $poll-all (export "poll-all") (param $handles i32) (param $count i32) (result i32)
      (call $start (local.get $handles) (local.get $count) (i32.const 0)))

    (func (export "block") (param $pollable i32) (result i32) (local $handles i32)
      (local.set $handles (call $take (i32.const 4)))
      (i32.store (local.get $handles) (local.get $pollable))
      (call $start (local.get $handles) (i32.const 1) (i32.const 1)))

    ;; A task has begun: it has ended if something is ready, and yields otherwise.
    (func $start (param $handles i32) (param $count i32) (param $is-block i32) (result i32)
      (local $task i32)
      (if (i32.eqz (local.get $count)) (then unreachable)) ;; as WASI has it
      (local.set $task (call $take (i32.const 32)))
      (i32.store (local.get $task) (i32.const 0))
      (i32.store offset=4 (local.get $task) (global.get $last))
      (i32.store offset=8 (local.get $task) (local.get $handles))
      (i32.store offset=12 (local.get $task) (local.get $count))
      (i32.store offset=16 (local.get $task) (i32.const 1))
      (i32.store offset=20 (local.get $task) (local.get $is-block))
      (if (global.get $last)
        (then (i32.store (global.get $last) (local.get $task)))
        (else (global.set $first (local.get $task))))
      (global.set $last (local.get $task))
      (global.set $waited-for (i32.add (global.get $waited-for) (local.get $count)))
      (call $set (local.get $task))
      (call $step (local.get $task)))

    (func (export "callback") (param i32 i32 i32) (result i32) (local $task i32)
      (local.set $task (call $get))
      (if (i32.eq (local.get $task) (global.get $first)) (then (call $rest)))
      (call $step (local.get $task)))

    (func $step (param $task i32) (result i32)
      (if (i32.load offset=16 (local.get $task)) (then
        (i32.store offset=16 (local.get $task) (i32.const 0))
        (if (call $is-ready (local.get $task)) (then
          (call $end (local.get $task))
          (return (i32.const 0))))))
      (i32.const 1))

    ;; Marks, by their sign, those handles whose pollables are ready: is one of them?
    (func $is-ready (param $task i32) (result i32)
      (local $at i32) (local $end i32) (local $any i32) (local $one i32)
      (local.set $at (i32.load offset=8 (local.get $task)))
      (local.set $end (i32.add (local.get $at)
        (i32.shl (i32.load offset=12 (local.get $task)) (i32.const 2))))
      (loop $next
        (local.set $one (call $ready (i32.load (local.get $at))))
        (local.set $any (i32.or (local.get $any) (local.get $one)))
        (i32.store (local.get $at)
          (i32.or (i32.load (local.get $at)) (i32.shl (local.get $one) (i32.const 31))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
      (local.get $any))

    ;; Gives the handles back, whose places the numbers of the marked ones take, and returns these.
    (func $end (param $task i32)
      (local $handles i32) (local $count i32) (local $number i32) (local $found i32) (local $one i32)
      (call $leave (local.get $task))
      (local.set $handles (i32.load offset=8 (local.get $task)))
      (local.set $count (i32.load offset=12 (local.get $task)))
      (loop $next
        (local.set $one (i32.load (i32.add (local.get $handles)
          (i32.shl (local.get $number) (i32.const 2)))))
        (call $drop (i32.and (local.get $one) (i32.const 0x7fffffff)))
        (if (i32.lt_s (local.get $one) (i32.const 0)) (then
          (i32.store
            (i32.add (local.get $handles) (i32.shl (local.get $found) (i32.const 2)))
            (local.get $number))
          (local.set $found (i32.add (local.get $found) (i32.const 1)))))
        (local.set $number (i32.add (local.get $number) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $number) (local.get $count))))
      (if (i32.load offset=20 (local.get $task))
        (then (call $done))
        (else (call $return (local.get $handles) (local.get $found))))
      (call $give (local.get $handles) (i32.shl (local.get $count) (i32.const 2)))
      (call $give (local.get $task) (i32.const 32)))

    ;; Takes a task out of the list.
    (func $leave (param $task i32) (local $next i32) (local $before i32)
      (local.set $next (i32.load (local.get $task)))
      (local.set $before (i32.load offset=4 (local.get $task)))
      (if (local.get $before)
        (then (i32.store (local.get $before) (local.get $next)))
        (else (global.set $first (local.get $next))))
      (if (local.get $next)
        (then (i32.store offset=4 (local.get $next) (local.get $before)))
        (else (global.set $last (local.get $before))))
      (global.set $waited-for
        (i32.sub (global.get $waited-for) (i32.load offset=12 (local.get $task)))))

    ;; The thread rests until something is ready for a task, a millisecond at most; those for which
    ;; something is are told.
    (func $rest
      (local $size i32) (local $all i32) (local $to i32) (local $task i32) (local $timer i32)
      (local $found i32) (local $at i32) (local $end i32) (local $bytes i32)
      (local.set $size (i32.shl (i32.add (global.get $waited-for) (i32.const 1)) (i32.const 2)))
      (local.set $all (call $take (local.get $size)))
      (local.set $to (local.get $all))
      (local.set $task (global.get $first))
      (loop $next
        (local.set $bytes (i32.shl (i32.load offset=12 (local.get $task)) (i32.const 2)))
        (memory.copy
          (local.get $to) (i32.load offset=8 (local.get $task)) (local.get $bytes))
        (local.set $to (i32.add (local.get $to) (local.get $bytes)))
        (br_if $next (local.tee $task (i32.load (local.get $task)))))
      (local.set $timer (call $after (i64.const 1000000)))
      (i32.store (local.get $to) (local.get $timer))
      (local.set $found (call $take (i32.const 8)))
      (call $poll (local.get $all)
        (i32.add (global.get $waited-for) (i32.const 1)) (local.get $found))
      (call $drop (local.get $timer))
      ;; what is ready stands in any order
      (local.set $at (i32.load (local.get $found)))
      (local.set $end (i32.add (local.get $at)
        (i32.shl (i32.load offset=4 (local.get $found)) (i32.const 2))))
      (loop $next
        (call $tell (i32.load (local.get $at)))
        (br_if $next (i32.lt_u
          (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
      (call $give (i32.load (local.get $found))
        (i32.shl (i32.load offset=4 (local.get $found)) (i32.const 2)))
      (call $give (local.get $found) (i32.const 8))
      (call $give (local.get $all) (local.get $size)))

    ;; Tells the task that has a pollable, by its place among all, that this is ready.
    (func $tell (param $place i32) (local $task i32) (local $count i32)
      (local.set $task (global.get $first))
      (loop $next
        (local.set $count (i32.load offset=12 (local.get $task)))
        (if (i32.lt_u (local.get $place) (local.get $count)) (then
          (i32.store offset=16 (local.get $task) (i32.const 1))
          (return)))
        (local.set $place (i32.sub (local.get $place) (local.get $count)))
        (br_if $next (local.tee $task (i32.load (local.get $task)))))))
  (alias core export $memory "take" (core func $take))
  (alias core export $memory "give" (core func $give))
  (core instance $code (instantiate $code (with "" (instance
    (export "memory" (memory $memory))
    (export "take" (func $take))
    (export "give" (func $give))
    (export "ready" (func $ready))
    (export "poll" (func $poll))
    (export "after" (func $after))
    (export "drop" (func $drop))
    (export "get" (func $get))
    (export "set" (func $set))
    (export "return" (func $return))
    (export "done" (func $done))))))

  (alias core export $code "poll-all" (core func $poll-all))
  (alias core export $code "block" (core func $block))
  (alias core export $code "callback" (core func $callback))
  (func $poll-async async (param "in" (list (borrow $pollable))) (result (list u32))
    (canon lift (core func $poll-all) (memory $memory) (realloc $realloc)
      async (callback (core func $callback))))
  (func $block-async async (param "self" (borrow $pollable))
    (canon lift (core func $block) async (callback (core func $callback))))
  (component $interface
    (import "pollable" (type $pollable (sub resource)))
    (import "ready" (func $ready (param "self" (borrow $pollable)) (result bool)))
    (import "block" (func $block async (param "self" (borrow $pollable))))
    (import "poll" (func $poll async (param "in" (list (borrow $pollable))) (result (list u32))))
    (export $named "pollable" (type $pollable))
    (export "[method]pollable.ready" (func $ready)
      (func (param "self" (borrow $named)) (result bool)))
    (export "[method]pollable.block" (func $block)
      (func async (param "self" (borrow $named))))
    (export "poll" (func $poll)
      (func async (param "in" (list (borrow $named))) (result (list u32)))))
  (instance $given (instantiate $interface
    (with "pollable" (type $pollable))
    (with "ready" (func $ready))
    (with "block" (func $block-async))
    (with "poll" (func $poll-async))))
  (export "wasi:io/poll@0.2.0" (instance $given)))
