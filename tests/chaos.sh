# A random walk: workers are stopped, let go on and killed, made more and fewer,
# by signals, reloads and upgrades, and as long as one of them runs every client
# is answered. Run by its name only: two minutes (SECS) from a SEED; on a failure
# the last steps are told. It has found what no case had thought of.
. "$TESTS/work-proc.sh"
need_proc
EXPECT_CRASH=1
command -v python3 >/dev/null || skip 'needs python3'
write() {       # write WORKERS REUSEPORT
    cat <<END
worker_processes $1;
$(globals)
reuseport_drain_timeout 500ms;
events { use $EV; worker_connections 64; }
http { server { listen 127.0.0.1:$P1 reuseport=$2; return 200 hello; } }
END
}
for n in 1 2 3 4 5; do
    write $n on >conf.$n
    write $n off >conf.$n.off
done
cp conf.3 conf
start
ok 'three workers' wait_for 10 workers_are 3
PKI=$T SECS=${SECS:-120} SEED=${SEED:-$$}
export SECS SEED
py <<'END'
import random
import shutil

signal.alarm(0)
random.seed(int(os.environ['SEED']))
steps, answers, slowest = [], 0, 0.0

def processes():
    """pid: (parent, is it stopped, title) of all in this directory."""
    found = {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            if os.readlink('/proc/%s/cwd' % pid) != T:
                continue
            with open('/proc/%s/stat' % pid) as f:
                stat = f.read().rpartition(')')[2].split()
            with open('/proc/%s/cmdline' % pid) as f:
                title = f.read().replace('\0', ' ').strip()
        except OSError:
            continue
        if stat[0] not in 'ZX':
            found[int(pid)] = (int(stat[1]), stat[0] == 'T', title)
    return found

def serving():
    return {pid: stopped for pid, (parent, stopped, title)
            in processes().items() if title == 'reuseportd: worker process'}

def send(pid, number):
    steps.append('%s %d' % (number.name, pid))
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass

def master():
    with open(T + '/pid') as f:
        return int(f.read())

def upgrade():
    """A new master, and the old one leaves, with those it had stopped."""
    old = master()
    send(old, signal.SIGUSR2)
    if not wait_for(lambda: master_is_not(old), 30):
        return 'no new master'
    send(old, signal.SIGQUIT)
    for pid, (parent, stopped, title) in processes().items():
        if parent == old and stopped:
            send(pid, signal.SIGCONT)
    if not wait_for(lambda: old not in processes(), 30):
        return 'the old master stays'
    return ''

def master_is_not(old):
    try:
        return master() != old
    except (OSError, ValueError):
        return False

def change():
    workers = serving()
    run = [pid for pid in workers if not workers[pid]]
    stopped = [pid for pid, p in processes().items() if p[1]]
    kind = random.choice('stop stop stop cont cont kill reload grow shrink '
                         'upgrade nothing'.split())
    if kind == 'stop' and len(run) > 1:
        send(random.choice(run), signal.SIGSTOP)
    elif kind == 'cont' and stopped:
        send(random.choice(stopped), signal.SIGCONT)
    elif kind == 'kill' and len(run) > 1:
        send(random.choice(list(workers)), signal.SIGKILL)
    elif kind == 'reload':
        name = 'conf.%d%s' % (random.randint(1, 5),
                              random.choice(['', '', '', '.off']))
        steps.append(name)
        shutil.copy(T + '/' + name, T + '/conf')
        send(master(), signal.SIGHUP)
    elif kind == 'grow' and len(workers) < 6:
        send(master(), signal.SIGTTIN)
    elif kind == 'shrink' and len(run) > 1:
        send(master(), signal.SIGTTOU)
    elif kind == 'upgrade' and random.random() < 0.2:
        return upgrade()
    return ''

def one_runs():
    """Whoever is asked to answer can: else one of the stopped goes on."""
    for n in range(200):
        workers = serving()
        if not all(workers.values()):
            return
        if workers:
            send(random.choice(list(workers)), signal.SIGCONT)
        time.sleep(0.01)

end = time.time() + int(os.environ['SECS'])
lost = ''
while time.time() < end and not lost:
    lost = change()
    time.sleep(random.choice([0, 0, 0.02, 0.2]))
    for n in range(0 if lost else random.randint(1, 4)):
        one_runs()
        begun = time.time()
        try:
            s = socket.create_connection(('127.0.0.1', P1), 20)
            s.sendall(b'GET / HTTP/1.0\r\n\r\n')
            got, how = b'', b' '
            while how:
                how = s.recv(999)
                got += how
            s.close()
            if not got.endswith(b'\r\n\r\nhello'):
                lost = 'got %r' % got
        except OSError as e:
            lost = repr(e)
        answers += not lost
        slowest = max(slowest, time.time() - begun)
        if lost:
            break
check('seed %s: %d answered, slowest %.2f s' %
      (os.environ['SEED'], answers, slowest), not lost,
      '%s after %s; now %s' % (lost, steps[-30:], processes()))
print('# %d answered, slowest %.2f s' % (answers, slowest))
with open(T + '/.spid', 'w') as f:
    f.write(str(master()))
for pid, (parent, stopped, title) in processes().items():
    if stopped:
        send(pid, signal.SIGCONT)
END
SRV=$(cat "$T/.spid")
