/* SPDX-License-Identifier: Apache-2.0 OR MIT */
/*
 * Endpoints, reply slots, notification words and donated time of IPC, with death, cancelling and
 * budgets that run out at each step. proofs/README.md says what is checked and what is left out.
 *
 * A kernel operation is one atomic step, since the kernel is not preempted; the end of a life is
 * several. Any process that can run may make the next step, whatever its rank. Between any two
 * steps the outside may end or stop a process, revoke an endpoint, or use up a budget.
 *
 * Without POLITE, programs make any calls in any order; faults go to the parent, process 0. With
 * POLITE, process 0 calls process 2 for ever, which serves for ever, and two more do what they like
 * to it; then no call may wait for ever.
 */
#ifdef POLITE
#define N 4
#else
#define N 3
#endif
#define PARENT 0
#define SERVER 2
#define NOBODY N

/* States. DYING: the life is over, but partners have not all been told. */
#define RUNS 0
#define QUEUED 1   /* in the queue of `partner`, with the message `kind` */
#define CALLS 2    /* in the reply slot of `partner` */
#define RECEIVES 3 /* blocked in a receive */
#define WAITS 4    /* blocked in a wait for its own notification word */
#define DOOMED 5   /* alive; the kernel will end it as its next work */
#define DYING 6
#define DEAD 7

/* Kinds of messages; all but SEND want a reply. */
#define SEND 0
#define CALL 1
#define FAULT 2
#define TIMEOUT 3

/* What is known of the message of a process from outside the kernel, to compare. */
#define NO_MESSAGE 0
#define SENT 1
#define RECEIVED 2

/* rule_left_out: each number leaves out one rule of the kernel, which the checker must notice. */
#define SIGNAL_DOES_NOT_WAKE 1
#define SIGNAL_STAYS 2
#define ONE_WAY_TO_RESTING 3
#define DEATH_FORGETS_QUEUE 4
#define DEATH_FORGETS_SLOT 5
#define DEAD_CALLER_STAYS_IN_SLOT 6
#define DEAD_SENDER_STAYS_IN_QUEUE 7
#define DYING_TAKES_SENDERS 8
#define DEATH_KEEPS_TIME 9
#define REPLY_KEEPS_TIME 10
#define REPLY_KEEPS_SLOT 11
#define CALL_WITHOUT_SLOT 12
#define ONLY_FIRST_SENDER 13
#define DEATH_DOES_NOT_WAKE 14
#define STOP_ENDS_RECEIVE 15
#define REVOKE_DOES_NOT_WAKE 16
#define TIMEOUT_TO_RESTING 17
#define FAULT_TO_WAITING_PARENT 18
#define CHAIN_KEEPS_TIME 19
#define RECEIVE_SKIPS_WORD 20
#define MESSAGE_STAYS_QUEUED 21
#define CIRCLES_OF_WAITING 22
#define LAST_SENDER_FIRST 23

byte rule_left_out;
byte passive; /* bit p: process p gives its time back when it receives */

byte state[N];
byte partner[N];
byte kind[N];
chan queue[N] = [N] of { byte };
byte slot[N];
bit word[N];
bit died[N];
byte payer[N]; /* whose budget pays */
bit resting[N]; /* passive, and without time until something brings it */
bit is_empty[N]; /* the budget, until the next refill */

byte message[N];
bit signalled[N];

#define IS(rule) (rule_left_out == rule)
#define IS_PASSIVE(p) ((passive >> (p)) & 1)
#define IS_ALIVE(p) (state[p] < DYING)
#define WANTS_REPLY(p) (kind[p] != SEND)
#define CAN_RUN(p) (state[p] == RUNS && payer[p] != NOBODY && !is_empty[payer[p]])

/* Time that a receiver needs is brought by calls and faults, not by one-way messages, and not by
   timeouts, whose own is used up. */
#define BRINGS_TIME(s) (kind[s] == CALL || kind[s] == FAULT)
#define ACCEPTS(r, s) \
    ((!WANTS_REPLY(s) || slot[r] == NOBODY || IS(CALL_WITHOUT_SLOT)) && \
     (!resting[r] || BRINGS_TIME(s) || (kind[s] == SEND && IS(ONE_WAY_TO_RESTING)) || \
      (kind[s] == TIMEOUT && IS(TIMEOUT_TO_RESTING))))

/* Local to steps, and 0 behind each, so that they make no states of their own. */
byte i, j, count, taken, at, old, victim;

inline wake(p)
{
    state[p] = RUNS;
    partner[p] = NOBODY;
    kind[p] = SEND;
    resting[p] = 0;
}

inline doom(p)
{
    wake(p);
    message[p] = NO_MESSAGE;
    state[p] = DOOMED
}

/* The message of s, which is in no queue, goes to r, which is receiving. */
inline deliver(s, r)
{
    assert(message[s] == SENT && IS_ALIVE(s) && IS_ALIVE(r));
    if
    :: IS_PASSIVE(r) && BRINGS_TIME(s) -> payer[r] = payer[s]
    :: else ->
        if
        :: resting[r] -> payer[r] = NOBODY /* Only when a rule is left out. */
        :: else
        fi
    fi;
    wake(r);
    if
    :: WANTS_REPLY(s) ->
        message[s] = RECEIVED;
        state[s] = CALLS;
        partner[s] = r;
        slot[r] = s
    :: else ->
        message[s] = NO_MESSAGE;
        wake(s)
    fi
}

/* Bits go to p. In a receive they bring p's own time; a wait keeps what time p has. */
inline deliver_word(p)
{
    assert(word[p] == signalled[p] && word[p] != 0);
    assert(state[p] != RECEIVES || payer[p] == p);
    signalled[p] = 0;
    if
    :: IS(SIGNAL_STAYS)
    :: else -> word[p] = 0
    fi;
    wake(p)
}

inline deliver_died(p)
{
    assert(payer[p] == p);
    died[p] = 0;
    wake(p)
}

/* s has a message for r: it is received at once, or s waits for that. */
inline send(s, r, with)
{
    kind[s] = with;
    message[s] = SENT;
    if
    :: state[r] == RECEIVES && ACCEPTS(r, s) -> deliver(s, r)
    :: else ->
        state[s] = QUEUED;
        partner[s] = r;
        queue[r]!s
    fi
}

/* The donated time of p goes back. Until p is blocked, it has its own unless it receives. */
inline return_time(p, receives)
{
    if
    :: payer[p] != p ->
        payer[p] = p;
        resting[p] = IS_PASSIVE(p) && receives
    :: else
    fi
}

inline reply(p, receives)
{
    if
    :: slot[p] != NOBODY ->
        at = slot[p];
        assert(message[at] == RECEIVED && state[at] == CALLS && partner[at] == p);
        message[at] = NO_MESSAGE;
        wake(at);
        if
        :: IS(REPLY_KEEPS_SLOT)
        :: else -> slot[p] = NOBODY
        fi;
        at = 0
    :: else
    fi;
    if
    :: IS(REPLY_KEEPS_TIME)
    :: else -> return_time(p, receives)
    fi
}

/* The first message of the queue that p can take now. */
inline take_sender(p)
{
    taken = NOBODY;
    count = len(queue[p]);
    do
    :: count == 0 -> break
    :: else ->
        count--;
        queue[p]?at;
        if
        :: taken == NOBODY && ACCEPTS(p, at) && (count == 0 || !IS(LAST_SENDER_FIRST)) ->
            taken = at;
            if
            :: IS(MESSAGE_STAYS_QUEUED) -> queue[p]!at
            :: else
            fi
        :: else ->
            queue[p]!at;
            if
            :: IS(ONLY_FIRST_SENDER) && taken == NOBODY -> taken = NOBODY + 1
            :: else
            fi
        fi
    od;
    at = 0
}

inline receive(p)
{
    return_time(p, 1);
    if
    :: word[p] != 0 && !IS(RECEIVE_SKIPS_WORD) -> deliver_word(p)
    :: else ->
        if
        :: died[p] != 0 -> deliver_died(p)
        :: else ->
            take_sender(p);
            if
            :: taken < NOBODY -> deliver(taken, p)
            :: else ->
                state[p] = RECEIVES;
                resting[p] = IS_PASSIVE(p)
            fi;
            taken = 0
        fi
    fi
}

/* The life of p ends. What concerns p alone happens now, its partners are told in steps. */
inline end_life(p)
{
    if
    :: state[p] == QUEUED && !IS(DEAD_SENDER_STAYS_IN_QUEUE) -> queue[partner[p]]??eval(p)
    :: state[p] == CALLS && !IS(DEAD_CALLER_STAYS_IN_SLOT) ->
        at = partner[p];
        slot[at] = NOBODY;
        old = payer[p];
        j = at;
        /* Who was paid through p goes on with the own time of the first of them. */
        do
        :: payer[j] == old && !IS(DEATH_KEEPS_TIME) ->
            payer[j] = at;
            if
            :: state[j] == CALLS && !IS(CHAIN_KEEPS_TIME) -> j = partner[j]
            :: else -> break
            fi
        :: else -> break
        od;
        at = 0;
        old = 0;
        j = 0
    :: else
    fi;
    state[p] = DYING;
    partner[p] = NOBODY;
    kind[p] = SEND;
    message[p] = NO_MESSAGE;
    payer[p] = p;
    resting[p] = 0;
    word[p] = 0;
    signalled[p] = 0;
    died[p] = 0;
    i = 0;
    do
    :: i == N -> break
    :: else ->
        if
        :: i != p && IS_ALIVE(i) ->
            died[i] = 1;
            if
            :: state[i] == RECEIVES && !IS(DEATH_DOES_NOT_WAKE) -> deliver_died(i)
            :: else
            fi
        :: else
        fi;
        i++
    od;
    i = 0
}

/* The partner of `victim` is dead, or its right is gone: its message will not be answered. */
inline give_error()
{
    if
    :: kind[victim] == FAULT -> doom(victim) /* Nobody to ask: the policy ends it. */
    :: else ->
        message[victim] = NO_MESSAGE;
        wake(victim)
    fi
}

/* One step of the end of p: a sender, the caller, or the rest. */
inline tell_partner(p)
{
    if
    :: len(queue[p]) != 0 ->
        queue[p]?victim;
        if
        :: IS(DEATH_FORGETS_QUEUE)
        :: else -> give_error()
        fi
    :: len(queue[p]) == 0 && slot[p] != NOBODY ->
        victim = slot[p];
        slot[p] = NOBODY;
        if
        :: IS(DEATH_FORGETS_SLOT)
        :: else -> give_error()
        fi
    :: else -> state[p] = DEAD
    fi;
    victim = 0
}

/* Whether q waits, through a chain of others perhaps, for p: then `taken` is 1. */
inline find_circle(p, q)
{
    taken = 0;
    j = q;
    do
    :: state[j] == CALLS || state[j] == QUEUED ->
        j = partner[j];
        if
        :: j == p ->
            taken = 1;
            break
        :: else
        fi
    :: else -> break
    od;
    j = 0
}

/* The parent is told, unless it could not answer: then the policy ends the process. */
inline fault(p)
{
    find_circle(p, PARENT);
    if
    :: IS(FAULT_TO_WAITING_PARENT) -> taken = 0
    :: else
    fi;
    if
    :: p == PARENT || !IS_ALIVE(PARENT) || taken -> doom(p)
    :: else -> send(p, PARENT, FAULT)
    fi;
    taken = 0
}

/* The budget that pays for p is used up while p runs. Without a handler that can run, p waits. */
inline exhaust(p, has_handler)
{
#ifdef POLITE
    is_empty[payer[p]] = 1;
#endif
    find_circle(p, PARENT);
    if
    :: has_handler && p != PARENT && IS_ALIVE(PARENT) && !taken &&
       (!IS_PASSIVE(PARENT) || IS(TIMEOUT_TO_RESTING)) -> send(p, PARENT, TIMEOUT)
    :: else
    fi;
    taken = 0
}

inline signal(p, q)
{
    if
    :: IS_ALIVE(q) ->
        signalled[q] = 1;
        word[q] = 1;
        if
        :: (state[q] == RECEIVES || state[q] == WAITS) && !IS(SIGNAL_DOES_NOT_WAKE) ->
            deliver_word(q)
        :: else
        fi
    :: else
    fi
}

inline send_or_fail(p, q, with)
{
    find_circle(p, q);
    if
    :: (IS_ALIVE(q) || IS(DYING_TAKES_SENDERS)) && (!taken || IS(CIRCLES_OF_WAITING)) ->
        taken = 0;
        send(p, q, with)
    :: else -> taken = 0
    fi
}

inline send_if_received(p, q)
{
    kind[p] = SEND;
    if
    :: state[q] == RECEIVES && ACCEPTS(q, p) -> message[p] = SENT; deliver(p, q)
    :: else
    fi
}

inline wait(p)
{
    if
    :: word[p] != 0 -> deliver_word(p)
    :: else -> state[p] = WAITS
    fi
}

/* The owner of an endpoint takes back the rights of all that are queued there. */
inline revoke(p)
{
    do
    :: len(queue[p]) == 0 -> break
    :: else ->
        queue[p]?victim;
        if
        :: kind[victim] == FAULT || kind[victim] == TIMEOUT ->
            /* The kernel's own messages need no right. One behind is enough to see the order. */
            queue[p]!victim;
            break
        :: IS(REVOKE_DOES_NOT_WAKE) && WANTS_REPLY(victim)
        :: else -> give_error()
        fi
    od;
    victim = 0
}

/* What holds behind every step. */
inline check()
{
    i = 0;
    do
    :: i == N -> break
    :: else ->
        /* Who is queued is in one queue, of one who is not dead; nobody else is in a queue. */
        j = 0;
        count = 0;
        do
        :: j == N -> break
        :: else ->
            if
            :: queue[j]??[eval(i)] ->
                count++;
                assert(state[i] == QUEUED && partner[i] == j)
            :: else
            fi;
            j++
        od;
        assert(count == (state[i] == QUEUED));
        assert(state[i] != QUEUED || state[partner[i]] != DEAD);
        /* Who awaits a reply is in the slot of one who is not dead, and slots hold nobody else. */
        assert(state[i] != CALLS || (state[partner[i]] != DEAD && slot[partner[i]] == i));
        assert(slot[i] == NOBODY || (state[slot[i]] == CALLS && partner[slot[i]] == i));
        /* The dead are nobody's. */
        assert(state[i] != DEAD || (len(queue[i]) == 0 && slot[i] == NOBODY));
        /* No wake-up is lost. */
        assert((state[i] != RECEIVES && state[i] != WAITS) || word[i] == 0);
        assert(word[i] == signalled[i]);
        assert(state[i] != RECEIVES || died[i] == 0);
        if
        :: state[i] == RECEIVES ->
            j = 0;
            do
            :: j == N -> break
            :: else ->
                assert(state[j] != QUEUED || partner[j] != i ||
                       !((!WANTS_REPLY(j) || slot[i] == NOBODY) &&
                         (!resting[i] || BRINGS_TIME(j))));
                j++
            od;
            assert(payer[i] == i && resting[i] == IS_PASSIVE(i))
        :: else -> assert(!resting[i])
        fi;
        /* Who runs has time of somebody who lives; time of others only through an open call. */
        assert(!IS_ALIVE(i) ||
               (payer[i] != NOBODY && IS_ALIVE(payer[i]) &&
                (payer[i] == i || (slot[i] != NOBODY && payer[slot[i]] == payer[i]))));
        /* A budget pays for one process at a time. */
        j = 0;
        do
        :: j == N -> break
        :: else ->
            assert(j == i || state[i] != RUNS || state[j] != RUNS || payer[i] != payer[j]);
            j++
        od;
        /* Nobody waits for an answer that waits for theirs. */
        count = 0;
        j = i;
        do
        :: state[j] == CALLS || state[j] == QUEUED ->
            j = partner[j];
            count++;
            assert(count < N)
        :: else -> break
        od;
        i++
    od;
    i = 0;
    j = 0;
    count = 0
}

/* What a program may ask for. */
#define ASKS_CALL 0
#define ASKS_SEND 1
#define ASKS_SEND_NOW 2
#define ASKS_SIGNAL 3
#define ASKS_RECEIVE 4
#define ASKS_REPLY 5
#define ASKS_REPLY_RECEIVE 6
#define ASKS_WAIT 7
#define ASKS_REVOKE 8
#define ASKS_EXIT 9
#define ASKS_FAULT 10

inline serve(p, q, asks)
{
    if
    :: asks == ASKS_CALL || asks == ASKS_SEND ->
        send_or_fail(p, q, (asks == ASKS_CALL -> CALL : SEND))
    :: asks == ASKS_SEND_NOW -> send_if_received(p, q)
    :: asks == ASKS_SIGNAL -> signal(p, q)
    :: asks >= ASKS_RECEIVE && asks <= ASKS_REPLY_RECEIVE ->
        if
        :: asks != ASKS_RECEIVE -> reply(p, asks == ASKS_REPLY_RECEIVE)
        :: else
        fi;
        if
        :: asks != ASKS_REPLY -> receive(p)
        :: else
        fi
    :: asks == ASKS_WAIT -> wait(p)
    :: asks == ASKS_REVOKE -> revoke(p)
    :: asks == ASKS_EXIT -> doom(p)
    :: asks == ASKS_FAULT -> fault(p)
    fi
}

#ifndef POLITE
/* A program that does anything. */
proctype program(byte p)
{
    byte q, asks;
    do
    :: atomic {
        CAN_RUN(p) ->
        if
        :: q = (p + 1) % N
        :: q = (p + 2) % N
        fi;
        if
        :: asks = ASKS_CALL
        :: asks = ASKS_SEND
        :: asks = ASKS_SEND_NOW
        :: asks = ASKS_SIGNAL
        :: asks = ASKS_RECEIVE
        :: asks = ASKS_REPLY
        :: asks = ASKS_REPLY_RECEIVE
        :: asks = ASKS_WAIT
        :: asks = ASKS_REVOKE
        :: asks = ASKS_EXIT
        :: asks = ASKS_FAULT
        fi;
        d_step { serve(p, q, asks); q = 0; asks = 0; check() }
    }
    od
}
#endif

/* The rest of the kernel, which always comes to it, and an outside that restarts and resumes. */
proctype work(byte p)
{
    do
    :: state[p] >= DOOMED ->
        d_step {
            if
            :: state[p] == DOOMED -> end_life(p)
            :: state[p] == DYING -> tell_partner(p)
            :: state[p] == DEAD ->
                is_empty[p] = 0;
                wake(p)
            :: else
            fi;
            check()
        }
    :: is_empty[p] -> is_empty[p] = 0
    od
}

#define OUTSIDE_ENDS 0
#define OUTSIDE_STOPS 1
#define OUTSIDE_EXHAUSTS 2
#define OUTSIDE_TELLS_PARENT 3

/* What may come from outside at any time: the end of a life, a stop, the end of a budget. */
proctype outside(byte p)
{
    byte what;
#ifdef POLITE
    byte times;
#endif
    do
    :: atomic {
#ifdef POLITE
        times < 3 -> times++;
#endif
        IS_ALIVE(p) && state[p] != DOOMED ->
        if
        :: what = OUTSIDE_ENDS
        :: what = OUTSIDE_STOPS
        :: CAN_RUN(p) -> what = OUTSIDE_EXHAUSTS
        :: CAN_RUN(p) -> what = OUTSIDE_TELLS_PARENT
        fi;
        d_step {
            if
            :: what == OUTSIDE_ENDS -> end_life(p)
            :: what == OUTSIDE_STOPS ->
                if
                :: IS(STOP_ENDS_RECEIVE) && state[p] == RECEIVES ->
                    wake(p);
                    payer[p] = NOBODY
                :: else
                fi
            :: else -> exhaust(p, what == OUTSIDE_TELLS_PARENT)
            fi;
            what = 0;
            check()
        }
    }
    od
}

#ifdef POLITE
#define IS_CALLING (state[PARENT] == CALLS || state[PARENT] == QUEUED)
#define SERVER_RUNS CAN_RUN(SERVER)

proctype client()
{
    do
    :: d_step {
        CAN_RUN(PARENT) ->
        send_or_fail(PARENT, SERVER, CALL);
        check()
    }
    od
}

proctype server()
{
    do
    :: d_step {
        SERVER_RUNS ->
        reply(SERVER, 1);
        receive(SERVER);
        check()
    }
    od
}

/* Signals only while the server does not run, as if less urgent: else it could keep the server busy
   for ever, since bits go before messages. */
proctype neighbour(byte p)
{
    byte asks;
    do
    :: atomic {
        CAN_RUN(p) ->
        if
        :: asks = ASKS_CALL
        :: asks = ASKS_SEND
        :: asks = ASKS_SEND_NOW
        :: !SERVER_RUNS -> asks = ASKS_SIGNAL
        :: asks = ASKS_RECEIVE
        :: asks = ASKS_WAIT
        fi;
        d_step { serve(p, SERVER, asks); asks = 0; check() }
    }
    od
}

ltl answered { [] (IS_CALLING -> <> !IS_CALLING) }
#endif

init
{
    atomic {
        c_code {
            const char *rule = getenv("RULE_LEFT_OUT");
            const char *which = getenv("PASSIVE");
            now.rule_left_out = (unsigned char)(rule != NULL ? atoi(rule) : 0);
            now.passive = (unsigned char)(which != NULL ? atoi(which) : 0);
        };
        i = 0;
        do
        :: i == N -> break
        :: else ->
            state[i] = RUNS;
            partner[i] = NOBODY;
            slot[i] = NOBODY;
            payer[i] = i;
            run work(i);
            i++
        od;
        i = 0;
#ifdef POLITE
        run client();
        run server();
        run neighbour(1);
        run neighbour(3);
        run outside(SERVER)
#else
        run program(0);
        run program(1);
        run program(2);
        run outside(0);
        run outside(1);
        run outside(2)
#endif
    }
}
