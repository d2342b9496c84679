# sections.sh - run checks one after another and add up how they went.
#   section HEADING COMMAND [ARGUMENT...]
#   finish                       prints `N passed, N failed`, exits 0 or 1
# A command that ends with a line `N passed, N failed` counts as that says,
# another as one. Each goes on where the last one failed.
sections_passed=0
sections_failed=0
sections_heap=$(mktemp -d)
trap 'rm -rf "$sections_heap"' EXIT

section() {
	printf '\n== %s\n' "$1"
	shift
	{
		"$@" 2>&1
		echo $? >"$sections_heap/status"
	} | tee "$sections_heap/said"
	status=$(cat "$sections_heap/status")
	set -- $(tail -n 1 "$sections_heap/said" |
		sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
	passed=${1:-0}
	failed=${2:-0}
	if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
		failed=1
	elif [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then
		passed=1
	fi
	sections_passed=$((sections_passed + passed))
	sections_failed=$((sections_failed + failed))
}

finish() {
	printf '\n%s passed, %s failed\n' "$sections_passed" "$sections_failed"
	[ "$sections_failed" -eq 0 ]
	exit
}
